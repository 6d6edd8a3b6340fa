package app.landfall.phone

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.junit4.createComposeRule
import app.landfall.core.Place
import app.landfall.phone.model.Given
import app.landfall.phone.model.OwnEsim
import app.landfall.sdk.kit.CardInReader
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Phone
import kotlinx.coroutines.runBlocking
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

/** *Add by code or QR*, against a real server that sells over the counter and serves phones by HTTPS. */
class AddByCodeTest {
    @get:Rule val rule = createComposeRule()

    @get:Rule val limit: Timeout = Timeout(300, TimeUnit.SECONDS)

    @get:Rule val folder = TemporaryFolder()

    private var phone by mutableStateOf<PhoneOnScreen?>(null)

    private fun show(
        card: CardInReader? = null,
        ownEsim: OwnEsim? = null,
    ): PhoneOnScreen {
        rule.show { phone }
        val shown = PhoneOnScreen(folder.root.resolve("phone"), "phone", "http://127.0.0.1:1", card, ownEsim = ownEsim).trusts(kiosk).open()
        phone = shown
        return rule.awaitOpen(shown)
    }

    private fun typeIn(code: String) {
        rule.press("add")
        rule.type("code", code)
        rule.press("use-code")
    }

    // R: E1, A14
    @Test
    fun `a code with a confirmation code is asked about, a wrong one is said, and the SIM is in use`() {
        show().use { shown ->
            val first = shown.core.gets(kiosk)
            typeIn(kiosk.issue(Kiosk.ATTENDED, "246810"))
            rule.await("confirmation")
            assertTrue("Nord Mobile" in rule.onScreen())
            rule.type("confirmation", "999999")
            rule.press("agree")
            rule.waitUntil(PATIENCE) { "That code was not taken" in rule.onScreen() }
            rule.type("confirmation", "246810")
            rule.press("agree")
            rule.type("new-pin", Phone.PIN)
            rule.type("pin-again", Phone.PIN)
            rule.press("save-pin")
            rule.press("to-sims")
            val sim = runBlocking { shown.core.sims() }.single { it.iccid != first }
            assertTrue(sim.enabled && !sim.needsPin && !sim.resultWaits)
            rule.await("sim-${sim.iccid}")
            assertTrue("In use" in rule.wordsOf("sim-${sim.iccid}"))
        }
    }

    // R: A12, F1
    @Test
    fun `what is not wanted is not installed, and the code is taken again later`() {
        show().use { shown ->
            val first = shown.core.gets(kiosk)
            val code = kiosk.issue(Kiosk.ATTENDED)
            typeIn(code)
            rule.press("not-wanted")
            rule.await("search")
            assertEquals(listOf(first), runBlocking { shown.core.sims().map { it.iccid } })
            assertEquals(emptyList<Any>(), runBlocking { shown.core.unfinished() })
        }
    }

    // R: F3
    @Test
    fun `what is no code, and a phone that has no chip for it yet, are said`() {
        show().use {
            typeIn("LPA:1\$")
            rule.await("trouble")
            assertTrue("Not an activation code" in rule.onScreen())
            rule.type("code", kiosk.issue(Kiosk.ATTENDED))
            rule.press("use-code")
            rule.waitUntil(PATIENCE) { "No eSIM yet" in rule.onScreen() }
        }
    }

    // R: A6, E1
    @Test
    fun `a code's SIM goes into the card in the reader, and is in use there`() {
        CardInReader(folder.root.resolve("reader"), kiosk.root, kiosk.address).use { card ->
            show(card).use { shown ->
                rule.press("add")
                rule.type("code", kiosk.issue(Kiosk.ATTENDED))
                rule.press("into-card")
                rule.press("use-code")
                rule.press("agree")
                rule.press("use-now")
                rule.press("to-sims")
                assertEquals(emptyList<Any>(), runBlocking { shown.core.sims() })
                val sims = runBlocking { shown.core.removable(CardInReader.READER).use { it.sims() } }
                val sim = sims.single { it.operator == "Nord Mobile" }
                assertEquals(2, sims.size)
                assertTrue(sim.enabled && sim.place == Place.REMOVABLE)
            }
        }
    }

    @Test
    fun `a code goes to the phone's own chip as it is, and what that says is shown`() {
        val given = mutableListOf<String>()
        val answers = ArrayDeque(listOf(Given.Failed(10017), Given.BySystem, Given.Done))
        val chip =
            object : OwnEsim {
                override suspend fun give(code: String): Given {
                    given += code
                    return answers.removeFirst()
                }
            }
        show(ownEsim = chip).use {
            rule.press("add")
            rule.type("code", CODE)
            rule.press("into-system")
            rule.press("use-code")
            rule.await("handed-failed")
            assertTrue("10017" in rule.wordsOf("handed-failed"))
            for (answer in listOf("handed-system", "handed-done")) {
                rule.press("to-sims")
                rule.press("add")
                rule.type("code", CODE)
                rule.press("into-system")
                rule.press("use-code")
                rule.await(answer)
            }
            assertEquals(List(3) { CODE }, given)
            // A kiosk's code goes nowhere but to the kiosk.
            rule.press("to-sims")
            rule.press("add")
            rule.type("code", "LANDFALL:nonsense")
            assertFalse("Where it goes" in rule.onScreen())
        }
    }

    companion object {
        private const val CODE = "LPA:1\$smdp.example.com\$ABC-123"

        @ClassRule
        @JvmField
        val shared = TemporaryFolder()

        private val kiosk: Kiosk by lazy { Kiosk(shared.root.resolve("shop")) }

        @AfterClass
        @JvmStatic
        fun end() = kiosk.close()
    }
}
