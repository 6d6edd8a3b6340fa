package app.landfall.sdk.kit

import java.io.File

/** A place with one kiosk and one cloud, for tests that need both. */
class Scene(
    private val folder: File,
) : AutoCloseable {
    val kiosk = Kiosk(File(folder, "shop"))
    val cloud = Cloud(File(folder, "server").apply { mkdirs() })

    fun phone(name: String) = Phone(File(folder, name).apply { mkdirs() })

    override fun close() {
        kiosk.close()
        cloud.close()
    }
}
