package app.landfall.sdk

import app.landfall.core.FlowEvent
import app.landfall.core.GivenBy
import app.landfall.core.HereEvent
import app.landfall.core.Landfall
import app.landfall.core.LandfallException
import app.landfall.core.OrderVerb
import app.landfall.core.Remains
import app.landfall.sdk.kit.Phone
import app.landfall.sdk.kit.Scene
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class AccountTest {
    @TempDir
    lateinit var folder: File

    // R: B4, B5, F6
    @Test
    fun `what one device gets the other sees after a sync`() =
        runBlocking<Unit> {
            Scene(folder).use { scene ->
                scene.phone("new").use { new ->
                    scene.phone("old").use { old ->
                        val iccid = new.acquireAndEnable(scene.kiosk)
                        val sheet = new.landfall.createAccount(new.signIn(scene.cloud)).sheet
                        new.landfall.sheetWasShown()
                        assertThrows(LandfallException::class.java) { runBlocking { new.landfall.recoverySheet() } }
                        old.landfall.logIn(old.signIn(scene.cloud), sheet.toByteArray())
                        assertEquals(
                            setOf("new", "old"),
                            new.landfall
                                .devices()
                                .map { it.name }
                                .toSet(),
                        )

                        val events = mutableListOf<FlowEvent>()
                        new.landfall.sync().result { events += it }
                        assertTrue(events.any { it is FlowEvent.Writing || it is FlowEvent.Reading }, "$events")
                        old.landfall.sync().result()
                        val seen = old.landfall.activity().filter { it.iccid == iccid }
                        assertTrue(seen.any { it.what == "card_added" && it.device == "new" }, "$seen")
                        assertEquals(0uL, new.landfall.account()?.unsynced)
                    }
                }
            }
        }

    // R: B4, F3
    @Test
    fun `an old device lets a new one in, by a code that both show`() =
        runBlocking<Unit> {
            Scene(folder).use { scene ->
                scene.phone("new").use { new ->
                    scene.phone("old").use { old ->
                        old.landfall.createAccount(old.signIn(scene.cloud))
                        val asking = new.landfall.askApproval(new.signIn(scene.cloud))
                        val waiting = old.landfall.waitingDevices().single()
                        assertEquals("new", waiting.name)
                        val shown = async { asking.code() }
                        val approval = old.landfall.approveDevice(waiting.approval)
                        assertEquals(approval.code(), withTimeout(20_000) { shown.await() })
                        val granted = async { asking.granted() }
                        approval.grant()
                        withTimeout(20_000) { granted.await() }
                        assertEquals(2, new.landfall.devices().size)
                    }
                }
            }
        }

    // R: B6, F4
    @Test
    fun `a lost phone that listens is wiped and answers with a signed receipt`() =
        runBlocking<Unit> {
            Scene(folder).use { scene ->
                scene.phone("home").use { home ->
                    val lost = scene.phone("lost")
                    val iccid = lost.acquireAndEnable(scene.kiosk)
                    val sheet = home.landfall.createAccount(home.signIn(scene.cloud)).sheet
                    lost.landfall.logIn(lost.signIn(scene.cloud), sheet.toByteArray())
                    val watch = lost.landfall.watch()
                    withTimeout(20_000) { while (watch.nextEvent() != HereEvent.Listening) Unit }

                    val giver = home.landfall.lostPhone(GivenBy.ThisDevice)
                    val device = giver.devices().single { it.name == "lost" }
                    val order = giver.wipe(device.id, 0u, false)
                    assertEquals(OrderVerb.WIPE, order.verb)
                    assertNull(order.receipt)
                    val erased = withTimeout(30_000) { watch.events().first { it is HereEvent.Obeyed && it.erased } }
                    assertEquals(listOf("wipe"), assertInstanceOf(HereEvent.Obeyed::class.java, erased).verbs)
                    assertThrows(LandfallException.Wiped::class.java) { runBlocking { lost.landfall.sims() } }
                    lost.close()

                    // The receipt went out with the watching, or goes out from what is left.
                    val receipt = giver.orders().first().receipt ?: lost.handIn().let { giver.orders().first().receipt }
                    checkNotNull(receipt)
                    assertEquals("erased", receipt.outcome)
                    assertEquals("lost", receipt.device)
                    assertTrue(iccid in receipt.cards || receipt.cards.isEmpty(), "$receipt")
                    assertNull(giver.orders().first().doubt)
                }
            }
        }

    // R: F4, B5
    @Test
    fun `a password alone locks and no more, and its owner unlocks the phone`() =
        runBlocking<Unit> {
            Scene(folder).use { scene ->
                scene.phone("mine").use { mine ->
                    scene.phone("borrowed").use { borrowed ->
                        val iccid = mine.acquireAndEnable(scene.kiosk)
                        mine.landfall.createAccount(mine.signIn(scene.cloud))
                        val who = GivenBy.Password(scene.cloud.url, "ann", Phone.PASSWORD.toByteArray())
                        val giver = borrowed.landfall.lostPhone(who)
                        val device = giver.devices().single()
                        assertThrows(LandfallException.Refused::class.java) { runBlocking { giver.wipe(device.id, 0u, false) } }
                        giver.lock(device.id)
                        val obeyed = assertInstanceOf(HereEvent.Obeyed::class.java, mine.landfall.contact())
                        assertTrue(obeyed.locked && !obeyed.erased)
                        assertThrows(LandfallException.Locked::class.java) { runBlocking { mine.landfall.enableSim(iccid) } }
                        assertTrue(checkNotNull(mine.landfall.standing()).locked)
                        mine.landfall.signIn(Phone.PASSWORD.toByteArray())
                        assertEquals(
                            iccid,
                            mine.landfall
                                .sims()
                                .single()
                                .iccid,
                        )
                    }
                }
            }
        }

    /** Hands in the receipt that a wiped phone owes, if it still does. */
    private fun Phone.handIn() =
        runBlocking {
            assertThrows(LandfallException.Wiped::class.java) { Landfall.open(settings, ports) }
            Remains.find(settings, ports).use { assertTrue(it.handIn()) }
        }
}
