package app.landfall.phone

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.assertIsEnabled
import androidx.compose.ui.test.junit4.createComposeRule
import androidx.compose.ui.test.onNodeWithTag
import app.landfall.core.KioskTarget
import app.landfall.sdk.kit.Kiosk
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.ClassRule
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.rules.Timeout
import java.util.concurrent.TimeUnit

class GetASimTest {
    @get:Rule val rule = createComposeRule()

    @get:Rule val limit: Timeout = Timeout(300, TimeUnit.SECONDS)

    @get:Rule val folder = TemporaryFolder()

    private var phone by mutableStateOf<PhoneOnScreen?>(null)

    private fun phone(name: String) = PhoneOnScreen(folder.root.resolve(name), name, "http://127.0.0.1:1").trusts(kiosk).open()

    private fun code() = (kiosk.target as KioskTarget.Code).text

    // R: A3, A4, A14, A10
    @Test
    fun `a SIM is got by hand, through the attendant, with its first PIN, and is in use`() {
        phone("one").use { shown ->
            phone = shown
            rule.show { phone }
            rule.await("nothing")
            rule.press("get")
            rule.press("type-code")
            rule.type("code", code())
            rule.press("use-code")
            rule.await("proved")
            assertTrue("gate-7" in rule.wordsOf("proved"))

            // A filter that nothing meets says which criterion failed; one that something meets leaves that.
            rule.press("filter")
            rule.type("filter-countries", "FR")
            rule.press("apply-filter")
            rule.await("trouble")
            rule.press("clear-filter")
            rule.press("filter")
            rule.type("filter-countries", "JP")
            rule.press("apply-filter")
            rule.press("offer-${Kiosk.ATTENDED}")

            rule.await("price")
            val said = rule.onScreen()
            listOf("9.90 EUR", "Japan", "5 GB", "7 days from first use", "100 Mbit/s", "nord.test", "attendant").forEach {
                assertTrue(
                    "$it in $said",
                    it in said,
                )
            }
            rule.press("agree")
            rule.await("sale-code")
            kiosk.authorise(rule.wordsOf("sale-code"))
            rule.type("new-pin", PIN)
            rule.type("pin-again", PIN)
            rule.press("save-pin")
            rule.press("to-sims")
            rule.await("get")
            val sim = runBlocking { shown.core.sims().single() }
            assertTrue(sim.enabled && !sim.needsPin && !sim.resultWaits)
            assertTrue("In use" in rule.wordsOf("sim-${sim.iccid}"))
            assertTrue(kiosk.numbers("distributed").isNotEmpty())
            theSimsOwnPages(sim.iccid)
        }
    }

    /** PIN, name and phone book of the SIM that was just got. */
    private fun theSimsOwnPages(iccid: String) {
        rule.press("sim-$iccid")
        rule.press("name")
        rule.type("nickname", "Holiday")
        rule.press("save-name")
        rule.press("change-pin")
        rule.type("old-pin", "0000")
        rule.type("new-pin", "2468")
        rule.type("pin-again", "2468")
        rule.press("save-pin")
        rule.await("trouble")
        assertTrue("Wrong PIN" in rule.onScreen())
        rule.type("old-pin", PIN)
        rule.press("save-pin")
        rule.press("book")
        rule.type("book-pin", "2468")
        rule.press("open-book")
        rule.press("new-contact")
        rule.type("contact-name", "Ann")
        rule.type("contact-dial", "+999012345")
        rule.press("save-contact")
        rule.await("contact-1")
        assertTrue("+999012345" in rule.onScreen())
        rule.press("back")
        rule.await("stop-using")
        assertTrue("Holiday" in rule.onScreen())
        rule.onNodeWithTag("stop-using").assertIsEnabled()
    }

    // R: F1
    @Test
    fun `an app that is killed while it waits for the attendant goes on with the same number`() {
        val first = phone("two")
        phone = first
        rule.show { phone }
        rule.press("get")
        rule.press("type-code")
        rule.type("code", code())
        rule.press("use-code")
        rule.press("offer-${Kiosk.ATTENDED}")
        rule.press("agree")
        rule.await("sale-code")
        val reserved = kiosk.numbers("reserved")
        assertEquals(1, reserved.size)
        phone = null
        rule.waitForIdle()
        first.close()

        PhoneOnScreen(folder.root.resolve("two"), "two", "http://127.0.0.1:1").open().use { again ->
            phone = again
            rule.await("unfinished")
            rule.press("go-on")
            rule.press("type-code")
            rule.type("code", code())
            rule.press("use-code")
            rule.await("sale-code")
            assertEquals(reserved, kiosk.numbers("reserved"))
            kiosk.authorise(rule.wordsOf("sale-code"))
            rule.type("new-pin", PIN)
            rule.type("pin-again", PIN)
            rule.press("save-pin")
            rule.await("to-sims")
            assertEquals(emptyList<Any>(), runBlocking { again.core.unfinished() })
        }
    }

    // R: F1, F3
    @Test
    fun `what is not a code, and a kiosk that is gone, are said with what can be done`() {
        phone("three").use { shown ->
            phone = shown
            rule.show { phone }
            rule.press("get")
            rule.press("type-code")
            rule.type("code", "LANDFALL:nonsense")
            rule.press("use-code")
            rule.await("trouble")
            assertTrue("Not a kiosk's code" in rule.onScreen())
            rule.type("code", code().replace(Regex("127\\.0\\.0\\.1:\\d+"), "127.0.0.1:1"))
            rule.press("use-code")
            rule.await("trouble")
            rule.await("use-code")
        }
    }

    companion object {
        private const val PIN = "73194286"

        @ClassRule
        @JvmField
        val shared = TemporaryFolder()

        private val kiosk: Kiosk by lazy { Kiosk(shared.root.resolve("shop")) }

        @org.junit.AfterClass
        @JvmStatic
        fun end() = kiosk.close()
    }
}
