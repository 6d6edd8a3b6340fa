package app.landfall.sdk.kit

import app.landfall.core.FlowEvent
import app.landfall.core.KioskTarget
import app.landfall.sdk.events
import kotlinx.coroutines.runBlocking
import java.io.File
import java.util.concurrent.TimeUnit

/** A phone in a JVM of its own, so that it can be killed. */
object Child {
    /**
     * Acquires in another JVM, and kills that (`kill -9`) when it says the event named [at].
     */
    fun acquireAndDie(
        folder: File,
        kiosk: Kiosk,
        classId: String,
        at: String,
    ) {
        val root = File.createTempFile("root", ".der", folder.parentFile).apply { writeBytes(kiosk.root) }
        val target = (kiosk.target as KioskTarget.Code).text
        val child = ProcessBuilder(java() + arguments() + listOf(ChildMain::class.java.name, folder.path, root.path, target, classId))
        child.redirectError(ProcessBuilder.Redirect.appendTo(File(folder.parentFile, "child.log")))
        val running = child.start()
        try {
            val said = running.inputStream.bufferedReader().lineSequence()
            for (line in said) {
                if (line.startsWith("Waiting ") && at != "Waiting") kiosk.authorise(line.removePrefix("Waiting "))
                if (line.substringBefore(' ') == at) return
            }
            error("it ended before $at: ${File(folder.parentFile, "child.log").readText()}")
        } finally {
            running.destroyForcibly()
            check(running.waitFor(20, TimeUnit.SECONDS)) { "it can't be killed" }
        }
    }

    /** The command of this JVM. */
    fun java() = listOf(File(System.getProperty("java.home"), "bin/java").path)

    /** What a JVM needs to be a phone as this one is. */
    fun arguments(): List<String> {
        val same =
            listOf("jna.library.path", "landfall.programs", "landfall.native").mapNotNull { name ->
                System.getProperty(name)?.let { "-D$name=$it" }
            }
        return same +
            listOf(
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path"),
            )
    }
}

/** What runs there: says each event on a line. */
object ChildMain {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (folder, root, target, classId) = arguments
        runBlocking {
            val phone = Phone(File(folder))
            phone.landfall.addRoot(File(root).readBytes())
            val visit = phone.landfall.visit(KioskTarget.Code(target))
            val flow = visit.acquire(classId, null, null)
            flow.events().collect { event ->
                val code = (event as? FlowEvent.Waiting)?.code
                println(listOfNotNull(event::class.simpleName, code).joinToString(" "))
            }
            flow.finished()
        }
    }
}
