package app.landfall.sdk.kit

import java.io.File
import java.util.concurrent.TimeUnit

/** No command of a test takes longer. */
private const val PATIENCE_SECONDS = 60L

/** One of Landfall's programs with its data folder; it answers in JSON. */
class Program(
    name: String,
    val data: File,
) {
    private val path = File(System.getProperty("landfall.programs"), name).absolutePath
    private val log = File(data.absoluteFile.parentFile, "${data.name}.log")

    init {
        check(File(path).canExecute()) { "$path is not there: build it first (cargo build --bins)" }
    }

    /** Starts it. */
    fun start(vararg arguments: String): Process =
        ProcessBuilder(listOf(path) + arguments + listOf("--data", data.path, "--json"))
            .redirectError(ProcessBuilder.Redirect.appendTo(log))
            .start()

    /** Runs it to its end; its answer. */
    fun ask(vararg arguments: String): String {
        val running = start(*arguments)
        running.outputStream.close()
        val said = running.inputStream.bufferedReader().readText()
        val ended = running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        if (!ended) running.destroyForcibly()
        check(ended && running.exitValue() == 0) { "${arguments.joinToString(" ")}: $said ${tail()}" }
        return said
    }

    /** Starts it, and waits for the line that says that it serves. */
    fun serve(vararg arguments: String): Serving {
        val running = start(*arguments)
        running.outputStream.close()
        val said = running.inputStream.bufferedReader().readLine()
        return Serving(running, checkNotNull(said) { "it does not serve: ${tail()}" })
    }

    private fun tail() = if (log.exists()) log.readLines().takeLast(8).joinToString("\n") else ""
}

/** One that serves until it is closed. */
class Serving(
    private val process: Process,
    val said: String,
) : AutoCloseable {
    val pid: Long get() = process.pid()

    override fun close() {
        process.destroy()
        if (!process.waitFor(15, TimeUnit.SECONDS)) process.destroyForcibly().waitFor()
    }

    /** `kill -9`. */
    fun kill() {
        process.destroyForcibly().waitFor()
    }
}

/** The texts under [name] in what a program answered. */
fun texts(
    json: String,
    name: String,
): List<String> = Regex("\"$name\":\"((?:[^\"\\\\]|\\\\.)*)\"").findAll(json).map { it.groupValues[1] }.toList()
