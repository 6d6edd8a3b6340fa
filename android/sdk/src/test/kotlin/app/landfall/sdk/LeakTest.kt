package app.landfall.sdk

import app.landfall.core.Answering
import app.landfall.core.Consent
import app.landfall.core.ProposalInfo
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Phone
import com.sun.jna.Native
import com.sun.jna.Structure
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
    fun `visits, closed or forgotten, leave no connection open`() =
        runBlocking<Unit> {
            Kiosk(File(folder, "shop")).use { kiosk ->
                Phone(File(folder, "phone")).use { phone ->
                    phone.landfall.addRoot(kiosk.root)
                    phone.landfall.visit(kiosk.target).close()
                    val before = sockets(kiosk.pid)
                    repeat(VISITS) { at ->
                        val visit = phone.landfall.visit(kiosk.target)
                        // Every other one is forgotten: the collector has to find it.
                        if (at % 2 == 0) visit.close()
                    }
                    // The last one may still stand on the stack.
                    settles("connections stay open") { sockets(kiosk.pid) <= before + 1 }
                }
            }
        }

    @Test
    fun `a thousand flows and what the app handed to them are let go`() =
        runBlocking<Unit> {
            Phone(File(folder, "phone")).use { phone ->
                // The first thousands fill what is kept for good: pools, caches, compiled code.
                repeat(2) { thousand(phone) }
                // What leaks does so in each thousand; what the JVM's compiler takes meanwhile comes in some, and on a busy machine late.
                val grown = mutableListOf<Long>()
                while (grown.count { it < MOST_GROWN } < FEW && grown.size < MANY) {
                    val before = allocated()
                    thousand(phone)
                    grown += allocated() - before
                }
                assertTrue(grown.count { it < MOST_GROWN } == FEW, "of each thousand flows so many bytes were not given back: $grown")
            }
        }

    private suspend fun thousand(phone: Phone) {
        val given =
            List(OBJECTS) {
                val asked = Asked(ByteArray(WEIGHT))
                // No such server: the flow fails, and with it goes what it was given.
                val flow = phone.landfall.addByCode("LPA:1\$127.0.0.1:1\$ABC-$it", asked)
                when (it % 3) {
                    0 -> runCatching { flow.result() }

                    1 -> flow.close()

                    // Forgotten: the collector has to find it.
                    else -> flow.cancel(false)
                }
                WeakReference(asked)
            }
        settles("objects stay") { given.count { it.get() != null } <= 1 }
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

    /** Bytes that native code has allocated and not given back: the core's, and the JVM's own. */
    private fun allocated(): Long = CLibrary.mallinfo2().run { inUse + mapped }

    /** What glibc tells of its heap (mallinfo(3)). */
    @Structure.FieldOrder("arena", "free", "fast", "blocks", "mapped", "most", "freeFast", "inUse", "freeNow", "keep")
    class Malloc :
        Structure(),
        Structure.ByValue {
        @JvmField var arena = 0L

        @JvmField var free = 0L

        @JvmField var fast = 0L

        @JvmField var blocks = 0L

        @JvmField var mapped = 0L

        @JvmField var most = 0L

        @JvmField var freeFast = 0L

        @JvmField var inUse = 0L

        @JvmField var freeNow = 0L

        @JvmField var keep = 0L
    }

    private object CLibrary {
        init {
            Native.register(CLibrary::class.java, "c")
        }

        @JvmStatic
        external fun mallinfo2(): Malloc
    }

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
        const val VISITS = 200

        /** So many thousands, of so many at most, have to give back what they took. */
        const val FEW = 5
        const val MANY = 15
        const val PATIENCE_NANOS = 30_000_000_000L
        const val WEIGHT = 16 * 1024

        /** A flow that leaks keeps its task, its events and its channel: more than this for each of a thousand. */
        const val MOST_GROWN = 700_000L
    }
}
