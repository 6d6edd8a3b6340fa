package app.landfall.phone

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.junit4.createComposeRule
import app.landfall.core.Aka
import app.landfall.core.GivenBy
import app.landfall.core.Landfall
import app.landfall.core.MoveAim
import app.landfall.core.MoveStep
import app.landfall.core.SimInfo
import app.landfall.sdk.kit.Cloud
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Milenage
import app.landfall.sdk.kit.Phone
import app.landfall.sdk.kit.hex
import app.landfall.sdk.kit.random
import app.landfall.sdk.result
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.AfterClass
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.ClassRule
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.rules.Timeout
import java.util.concurrent.TimeUnit

/** SIMs that are moved, copied and overwritten by hand: two apps of one account, each with the real core, a real kiosk and a real accounts' server. */
class MovingTest {
    @get:Rule val rule = createComposeRule()

    @get:Rule val limit: Timeout = Timeout(400, TimeUnit.SECONDS)

    @get:Rule val folder = TemporaryFolder()

    private var phone by mutableStateOf<PhoneOnScreen?>(null)

    private fun open(name: String) =
        rule.awaitOpen(PhoneOnScreen(folder.root.resolve(name), name, cloud.url).trusts(kiosk).open())

    /** Two apps of one account: the first on the screen, with these SIMs; the second listens, and has its chip by a SIM of its own. The sheet is handed on. */
    private fun pair(
        login: String,
        sims: Int,
        classId: String = Kiosk.FREE,
        story: (here: PhoneOnScreen, there: PhoneOnScreen, iccids: List<String>, sheet: String) -> Unit,
    ) {
        rule.show { phone }
        open("here").use { here ->
            phone = here
            val iccids = List(sims) { here.core.gets(kiosk, classId) }
            val sheet = rule.signUp(login)
            open("there").use { there ->
                there.core.gets(kiosk)
                there.signsIn(cloud, login, "there", sheet)
                story(here, there, iccids, sheet)
            }
        }
    }

    private fun Landfall.sim(iccid: String): SimInfo? = runBlocking { sims().firstOrNull { it.iccid == iccid } }

    /** Whether the SIM answers its network on this phone, and as that network expects. */
    private fun Landfall.answers(
        iccid: String,
        sequence: Long,
    ): Boolean =
        runBlocking {
            val subscriber = kiosk.subscribers.single { it.iccid == iccid }
            val (challenge, expected) = Milenage(subscriber.ki, subscriber.opc).vector(random(16), sequence)
            enableSim(iccid)
            val answer = authenticate(iccid, Phone.PIN.toByteArray(), challenge)
            hex((answer as Aka.Success).res) == hex(expected)
        }

    private fun PhoneOnScreen.only(): String = runBlocking { core.sims().single().iccid }

    /** Begins to move this SIM to the other phone, or what else is chosen first. */
    private fun presses(
        iccid: String,
        vararg chosen: String,
    ) {
        rule.press("tab-Sims")
        rule.await("get")
        for (tag in listOf("sim-$iccid", "move", *chosen, "to-there", "begin-move")) rule.press(tag)
    }

    // R: B5, F5
    @Test
    fun `a SIM that is moved works on the other phone, and this one shows it no more`() =
        pair("frida", 1) { here, there, (iccid), _ ->
            assertTrue(here.core.answers(iccid, 32))
            presses(iccid)
            rule.await("move-done")
            assertEquals(null, here.core.sim(iccid))
            assertFalse(checkNotNull(there.core.sim(iccid)).dormant)
            assertTrue(there.core.answers(iccid, 64))
            // What lay below is a page of a SIM that is not here any more.
            rule.press("close-move")
            rule.await("nothing")
            phone = there
            rule.await("sim-$iccid")
            assertTrue("In use" in rule.wordsOf("sim-$iccid"))
        }

    // R: F5
    @Test
    fun `a SIM that came a moment ago is moved at once`() =
        pair("hanna", 1) { here, there, _, _ ->
            val iccid = here.core.gets(kiosk)
            presses(iccid)
            rule.await("move-done")
            assertFalse(checkNotNull(there.core.sim(iccid)).dormant)
        }

    // R: B5
    @Test
    fun `a copy sleeps on the other phone until it is made the live one there`() =
        pair("gustav", 1) { here, there, (iccid), _ ->
            presses(iccid, "aim-copy")
            rule.await("move-done")
            assertTrue(checkNotNull(there.core.sim(iccid)).dormant)
            assertFalse(checkNotNull(here.core.sim(iccid)).dormant)

            // The other phone has it, and asks for the live role.
            phone = there
            rule.await("sim-$iccid")
            assertTrue("Sleeping copy" in rule.wordsOf("sim-$iccid"))
            rule.press("sim-$iccid")
            rule.press("make-live")
            rule.await("to-there")
            rule.press("begin-move")
            rule.await("move-done")
            assertTrue(checkNotNull(here.core.sim(iccid)).dormant)
            assertTrue(there.core.answers(iccid, 32))

            // The first one takes it back, and the screen that is shown here says so by itself.
            rule.press("close-move")
            rule.press("back")
            rule.await("sim-$iccid")
            here.core.takesBack(iccid)
            rule.waitUntil(PATIENCE) { "Sleeping copy" in rule.wordsOf("sim-$iccid") }
        }

    /** Orders the live role to this phone, and obeys what it has to do itself. */
    private fun Landfall.takesBack(iccid: String) =
        runBlocking {
            lostPhone(GivenBy.ThisDevice).use { giver ->
                val own = giver.devices().single { it.own }
                withTimeout(PATIENCE) {
                    while (giver.goOn(MoveAim.ACTIVATE, iccid, own.id) !is MoveStep.Done) {
                        contact()
                        delay(300)
                    }
                }
            }
        }

    // R: B5
    @Test
    fun `a copy takes the place of a SIM that is named, and no other`() =
        pair("hedda", 2) { here, there, (first, second), _ ->
            val other = there.only()
            val old = there.core.gets(kiosk)
            runBlocking {
                there.core.sync().result()
                here.core.sync().result()
            }
            rule.press("tab-Lost")
            rule.press("by-this")
            rule.press("lost-there")
            rule.press("copy-row")
            rule.press("copy-$first")
            rule.press("confirm")
            rule.await("move-done")
            assertTrue(checkNotNull(there.core.sim(first)).dormant)

            rule.press("back")
            rule.press("overwrite-row")
            assertTrue("What is erased can't be had back" in rule.wordsOf("what-happens"))
            rule.press("copy-$second")
            rule.press("replaced-$old")
            rule.press("confirm")
            rule.await("move-done")
            assertEquals(
                setOf(first, second, other),
                runBlocking {
                    there.core
                        .sims()
                        .map { it.iccid }
                        .toSet()
                },
            )
            assertTrue(checkNotNull(there.core.sim(second)).dormant)
            assertFalse(checkNotNull(here.core.sim(second)).dormant)
        }

    // R: B5, F5
    @Test
    fun `with the sheet alone a SIM is copied between two other phones, from a third that is in no account`() =
        pair("ingrid", 1) { _, there, (iccid), sheet ->
            open("borrowed").use { borrowed ->
                phone = borrowed
                rule.press("tab-Lost")
                rule.press("row-sheet")
                rule.type("lost-sheet", sheet)
                rule.press("prove")
                rule.press("lost-there")
                rule.press("copy-row")
                rule.type("copy-iccid", iccid)
                rule.press("from-here")
                rule.press("confirm")
                rule.await("move-done")
                assertTrue(checkNotNull(there.core.sim(iccid)).dormant)
                phone = null
                rule.waitForIdle()
            }
        }

    // R: B5, F3
    @Test
    fun `what its operator did not mark is not moved, and the app says who refused`() =
        pair("jonas", 1, Kiosk.ATTENDED) { here, there, (iccid), _ ->
            presses(iccid)
            rule.await("trouble")
            assertTrue(rule.wordsOf("trouble"), "Here did not do it" in rule.wordsOf("trouble"))
            assertFalse(checkNotNull(here.core.sim(iccid)).dormant)
            assertEquals(null, there.core.sim(iccid))
        }

    // R: B5, B6, F4
    @Test
    fun `some SIMs of a lost phone are erased, the others stay, and the receipt names them`() =
        pair("karin", 1) { here, there, (_), _ ->
            val kept = there.only()
            val gone = there.core.gets(kiosk)
            runBlocking {
                there.core.sync().result()
                here.core.sync().result()
            }
            rule.press("tab-Lost")
            rule.press("by-this")
            rule.press("lost-there")
            rule.press("delete-row")
            rule.await("what-happens")
            rule.press("erase-$gone")
            rule.press("confirm")
            rule.press("show-receipt")
            rule.await("receipt")
            assertTrue(gone in rule.wordsOf("receipt"))
            assertFalse(kept in rule.wordsOf("receipt"))
            assertEquals(listOf(kept), runBlocking { there.core.sims().map { it.iccid } })
        }

    companion object {
        @ClassRule
        @JvmField
        val shared = TemporaryFolder()

        private val kiosk by lazy { Kiosk(shared.root.resolve("shop")) }
        private val cloud by lazy { Cloud(shared.root) }

        @AfterClass
        @JvmStatic
        fun end() {
            kiosk.close()
            cloud.close()
        }
    }
}
