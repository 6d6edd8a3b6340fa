package app.landfall.sdk.kit

import app.landfall.core.KioskTarget
import app.landfall.core.deskKeystore
import app.landfall.sdk.LandfallNative
import app.landfall.sdk.events
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.runBlocking
import java.io.File

/**
 * Measures what Kotlin adds. Two runs, each in a JVM of its own, on the same FOLDER (in memory: /dev/shm); each prints one line of JSON.
 *
 *     acquire FOLDER [PEER]   100 SIMs from a real kiosk by TCP on the loopback address: `acquire_ms` each (the median), `event_us` a pulled event;
 *                             with PEER, bindings/jni's example `acquire`, the same from Rust: `peer_ms`, and the ratio `overhead`
 *     screen FOLDER           `first_screen_ms`: from before the library is loaded to the list of those SIMs
 */
object BenchMain {
    private const val SIMS = 100
    private const val ROUND = 20

    @JvmStatic
    fun main(arguments: Array<String>) {
        val folder = File(arguments[1])
        if (arguments[0] == "acquire") LandfallNative.load(null)
        when (arguments[0]) {
            "acquire" -> acquire(folder, arguments.getOrNull(2))
            "screen" -> screen(folder)
            else -> error("acquire or screen")
        }
    }

    private fun acquire(
        folder: File,
        peer: String?,
    ) = runBlocking {
        Kiosk(File(folder, "shop"), 2 * SIMS + ROUND).use { kiosk ->
            val phone = phone(folder)
            val acquired = mutableListOf<Double>()
            val pulled = mutableListOf<Double>()
            val rust = mutableListOf<Double>()
            // By turns, so that both meet the same machine.
            repeat(SIMS / ROUND) {
                repeat(ROUND) {
                    val visit = phone.visit(kiosk)
                    val from = System.nanoTime()
                    val flow = visit.acquire(Kiosk.FREE, null, null)
                    val iccid = checkNotNull(flow.finished().iccid)
                    acquired += (System.nanoTime() - from) / 1e6
                    // All are there: what is measured is the way over.
                    val pulling = System.nanoTime()
                    val events = flow.events().count()
                    pulled += (System.nanoTime() - pulling) / 1e3 / (events + 1)
                    flow.close()
                    visit.close()
                    phone.landfall.setFirstPin(iccid, Phone.PIN.toByteArray())
                }
                if (peer != null) rust += peer(peer, File(folder, "peer"), kiosk)
            }
            phone.close()
            val ours = median(acquired)
            val beside = if (rust.isEmpty()) "" else ",\"peer_ms\":%.3f,\"overhead\":%.3f".format(median(rust), ours / median(rust))
            println("{\"acquire_ms\":%.3f,\"event_us\":%.2f,\"sims\":%d%s}".format(ours, median(pulled), SIMS, beside))
        }
    }

    /** The same from Rust, with a keystore of files as well, on a phone that has as many SIMs by now. */
    private fun peer(
        program: String,
        folder: File,
        kiosk: Kiosk,
    ): Double {
        folder.mkdirs()
        val root = File(folder, "root.der").apply { writeBytes(kiosk.root) }
        val code = (kiosk.target as KioskTarget.Code).text
        val running =
            ProcessBuilder(program, folder.path, root.path, code, Kiosk.FREE, "$ROUND")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
        val said = running.inputStream.bufferedReader().readText()
        check(running.waitFor() == 0) { "$program: $said" }
        return said.trim().toDouble()
    }

    private fun screen(folder: File) =
        runBlocking {
            val from = System.nanoTime()
            LandfallNative.load(null)
            phone(folder).use { phone ->
                val sims = phone.landfall.sims().size
                println("{\"first_screen_ms\":%.1f,\"sims\":%d}".format((System.nanoTime() - from) / 1e6, sims))
            }
        }

    /** With the core's own keystore of desks, as the peer has it: what is measured is the way over, not two libraries of ciphers. */
    private fun phone(folder: File) = File(folder, "phone").let { Phone(it, deskKeystore(File(it, "keys").path)) }

    private fun median(all: List<Double>) = all.sorted()[all.size / 2]
}
