package app.landfall.sdk.kit

import kotlinx.coroutines.runBlocking
import java.io.File

/**
 * Measures what Kotlin adds. Two runs, each in a JVM of its own, on the same FOLDER (in memory: /dev/shm); each prints one line of JSON.
 *
 *     acquire FOLDER   100 SIMs from a real kiosk: `acquire_ms` each (the median), `event_us` a pulled event
 *     screen FOLDER    `first_screen_ms`: from before the library is loaded to the list of those SIMs
 */
object BenchMain {
    private const val SIMS = 100

    @JvmStatic
    fun main(arguments: Array<String>) {
        val (what, folder) = arguments
        when (what) {
            "acquire" -> acquire(File(folder))
            "screen" -> screen(File(folder, "phone"))
            else -> error("acquire or screen")
        }
    }

    private fun acquire(folder: File) =
        runBlocking {
            Kiosk(File(folder, "shop"), SIMS + 10).use { kiosk ->
                // For the same in Rust.
                File(folder, "root.der").writeBytes(kiosk.root)
                val phone = Phone(File(folder, "phone"))
                val visit = phone.visit(kiosk)
                val acquired = mutableListOf<Double>()
                val pulled = mutableListOf<Double>()
                repeat(SIMS) {
                    val from = System.nanoTime()
                    val flow = visit.acquire(Kiosk.FREE, null, null)
                    val iccid = checkNotNull(flow.finished().iccid)
                    acquired += (System.nanoTime() - from) / 1e6
                    // All are there: what is measured is the way over.
                    val pulling = System.nanoTime()
                    var events = 0
                    while (flow.nextEvent() != null) events++
                    pulled += (System.nanoTime() - pulling) / 1e3 / (events + 1)
                    flow.close()
                    phone.landfall.setFirstPin(iccid, Phone.PIN.toByteArray())
                }
                phone.close()
                println("{\"acquire_ms\":%.3f,\"event_us\":%.2f,\"sims\":%d}".format(median(acquired), median(pulled), SIMS))
            }
        }

    private fun screen(folder: File) =
        runBlocking {
            val from = System.nanoTime()
            Phone(folder).use { phone ->
                val sims = phone.landfall.sims().size
                println("{\"first_screen_ms\":%.1f,\"sims\":%d}".format((System.nanoTime() - from) / 1e6, sims))
            }
        }

    private fun median(all: List<Double>) = all.sorted()[all.size / 2]
}
