package app.landfall.sdk.kit

import java.io.File

/** `landfall-cloud` as a process of its own, on the loopback address. */
class Cloud(
    folder: File,
) : AutoCloseable {
    private val serving = Program("landfall-cloud", File(folder, "cloud")).serve("serve", "--listen", "127.0.0.1:0")

    val url: String get() = texts(serving.said, "url").first()

    override fun close() = serving.close()
}
