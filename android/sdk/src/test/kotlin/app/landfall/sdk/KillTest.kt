package app.landfall.sdk

import app.landfall.core.FlowEvent
import app.landfall.sdk.kit.Child
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Phone
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import java.io.File

class KillTest {
    @TempDir
    lateinit var folder: File

    // R: F1, A7
    @ParameterizedTest
    @ValueSource(strings = ["Waiting", "Authenticated", "Installing", "Installed"])
    fun `an app that is killed in the middle goes on with the same number`(at: String) =
        runBlocking<Unit> {
            Kiosk(File(folder, "shop")).use { kiosk ->
                val own = File(folder, "phone")
                Child.acquireAndDie(own, kiosk, Kiosk.ATTENDED, at)
                // What the kiosk holds for the dead phone; the notification may have come through before it died.
                val held = kiosk.numbers("reserved") + kiosk.numbers("distributed")
                assertEquals(1, held.size, "$held")

                Phone(own).use { phone ->
                    val started = phone.landfall.start()
                    assertTrue(started.failed.isEmpty())
                    if (started.mended.isEmpty() && phone.landfall.sims().isEmpty()) {
                        val begun = phone.landfall.unfinished().single()
                        assertEquals(Kiosk.ATTENDED, begun.classId)
                    }
                    val iccid =
                        phone.visit(kiosk).use { visit ->
                            visit
                                .acquire(Kiosk.ATTENDED, null, null)
                                .result { if (it is FlowEvent.Waiting) kiosk.authorise(it.code) }
                                .iccid
                        }
                    assertEquals(held, kiosk.numbers("distributed"))
                    assertEquals(emptyList<String>(), kiosk.numbers("reserved"))
                    assertEquals(kiosk.subscribers.single { it.number == held.single() }.iccid, iccid)
                    val sim = phone.landfall.sims().single()
                    assertTrue(sim.iccid == iccid && !sim.resultWaits, "$sim")
                    phone.landfall.setFirstPin(sim.iccid, Phone.PIN.toByteArray())
                    phone.landfall.enableSim(sim.iccid)
                }
            }
        }
}
