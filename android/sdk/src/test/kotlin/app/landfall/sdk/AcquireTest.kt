package app.landfall.sdk

import app.landfall.core.Aka
import app.landfall.core.FlowEvent
import app.landfall.core.SelectionData
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Milenage
import app.landfall.sdk.kit.Phone
import app.landfall.sdk.kit.hex
import app.landfall.sdk.kit.random
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class AcquireTest {
    @TempDir
    lateinit var folder: File

    // R: A2, A3, A4, A6, A7, A10, A11, A14
    @Test
    fun `a phone acquires a SIM from a kiosk and its network knows it`() =
        runBlocking<Unit> {
            Kiosk(File(folder, "shop")).use { kiosk ->
                Phone(File(folder, "phone")).use { phone ->
                    val offers = phone.visit(kiosk).use { it.offers(SelectionData(50_000u, null, "20 EUR", listOf("JP"))) }
                    assertEquals(listOf(Kiosk.ATTENDED), offers.map { it.classId })
                    assertEquals("9.90 EUR", offers.single().price)

                    val events = mutableListOf<FlowEvent>()
                    val gained =
                        phone.visit(kiosk).use { visit ->
                            visit.acquire(Kiosk.ATTENDED, null, null).result { event ->
                                events += event
                                if (event is FlowEvent.Waiting) kiosk.authorise(event.code)
                            }
                        }
                    assertTrue(gained.reported)
                    val iccid = checkNotNull(gained.iccid)
                    val subscriber = kiosk.subscribers.single { it.iccid == iccid }
                    assertEquals(listOf(subscriber.number), kiosk.numbers("distributed"))
                    val told = events.map { it::class.simpleName }.filter { it in ORDER }
                    assertEquals(ORDER, told)

                    val sim = phone.landfall.sims().single()
                    assertTrue(sim.needsPin && !sim.enabled)
                    phone.landfall.setFirstPin(iccid, Phone.PIN.toByteArray())
                    phone.landfall.enableSim(iccid)
                    assertTrue(
                        phone.landfall
                            .sims()
                            .single()
                            .let { it.enabled && !it.needsPin },
                    )

                    val network = Milenage(subscriber.ki, subscriber.opc)
                    val (challenge, expected) = network.vector(random(16), 32)
                    val answer = phone.landfall.authenticate(iccid, Phone.PIN.toByteArray(), challenge)
                    assertEquals(hex(expected), hex(assertInstanceOf(Aka.Success::class.java, answer).res))
                    val again = phone.landfall.authenticate(iccid, Phone.PIN.toByteArray(), challenge)
                    assertNotNull(again as? Aka.Resynchronise, "a challenge is answered once: $again")
                    val forged = network.vector(random(16), 64).first.also { it[31] = (it[31].toInt() xor 1).toByte() }
                    assertEquals(Aka.WrongNetwork, phone.landfall.authenticate(iccid, Phone.PIN.toByteArray(), forged))
                }
            }
        }

    private companion object {
        val ORDER = listOf("Connected", "Reserved", "Waiting", "Authorised", "Installing", "Installed", "Reported")
    }
}
