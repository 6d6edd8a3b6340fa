package app.landfall.sdk

import app.landfall.core.Answering
import app.landfall.core.Consent
import app.landfall.core.ProposalInfo
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Phone
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.lang.ref.WeakReference
import java.nio.file.Files

class LeakTest {
    @TempDir
    lateinit var folder: File

    @Test
    fun `a thousand visits, closed or forgotten, leave no connection open`() =
        runBlocking<Unit> {
            Kiosk(File(folder, "shop")).use { kiosk ->
                Phone(File(folder, "phone")).use { phone ->
                    phone.landfall.addRoot(kiosk.root)
                    phone.landfall.visit(kiosk.target).close()
                    val before = sockets(kiosk.pid)
                    var memory = 0L
                    repeat(OBJECTS) { at ->
                        val visit = phone.landfall.visit(kiosk.target)
                        // Every other one is forgotten: the collector has to find it.
                        if (at % 2 == 0) visit.close()
                        if (at % 50 == 49) settles("connections stay open") { sockets(kiosk.pid) <= before }
                        if (at == OBJECTS / 2) memory = resident()
                    }
                    settles("connections stay open") { sockets(kiosk.pid) <= before }
                    val grown = resident() - memory
                    assertTrue(grown < MOST_GROWN_KB, "500 visits took $grown kB that were not given back")
                }
            }
        }

    @Test
    fun `a thousand of the app's own objects, handed to the core, are let go`() =
        runBlocking<Unit> {
            Phone(File(folder, "phone")).use { phone ->
                val given =
                    List(OBJECTS) {
                        val asked = Asked(ByteArray(1024))
                        // No such server: the flow fails, and with it goes what it was given.
                        val flow = phone.landfall.addByCode("LPA:1\$127.0.0.1:1\$ABC-$it", asked)
                        if (it % 2 == 0) runCatching { flow.result() } else flow.close()
                        WeakReference(asked)
                    }
                settles("objects stay") { given.count { it.get() != null } <= 1 }
            }
        }

    /** Waits, collecting, until it is so. */
    private fun settles(
        what: String,
        isSo: () -> Boolean,
    ) {
        val until = System.nanoTime() + PATIENCE_NANOS
        while (!isSo()) {
            check(System.nanoTime() < until) { what }
            System.gc()
            Thread.sleep(20)
        }
    }

    private fun sockets(pid: Long): Int {
        val open = File("/proc/$pid/fd").listFiles().orEmpty()
        return open.count { runCatching { Files.readSymbolicLink(it.toPath()).toString() }.getOrDefault("").startsWith("socket:") }
    }

    private fun resident(): Long = File("/proc/self/status").readLines().first { it.startsWith("VmRSS") }.filter(Char::isDigit).toLong()

    private class Asked(
        @Suppress("unused") private val weight: ByteArray,
    ) : Consent {
        override fun ask(
            proposal: ProposalInfo,
            answer: Answering,
        ) = answer.reject()
    }

    private companion object {
        const val OBJECTS = 1_000
        const val PATIENCE_NANOS = 30_000_000_000L

        /** The heap may grow meanwhile; a session that leaks keeps its buffers, 64 kB and more. */
        const val MOST_GROWN_KB = 24_000
    }
}
