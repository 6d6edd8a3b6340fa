package app.landfall.phone

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.junit4.createComposeRule
import app.landfall.sdk.kit.CardInReader
import app.landfall.sdk.kit.Kiosk
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.rules.Timeout
import java.util.concurrent.TimeUnit

/** *Removable eUICC*, with another desk's card in the reader. */
class CardInReaderTest {
    @get:Rule val rule = createComposeRule()

    @get:Rule val limit: Timeout = Timeout(300, TimeUnit.SECONDS)

    @get:Rule val folder = TemporaryFolder()

    private var phone by mutableStateOf<PhoneOnScreen?>(null)

    // R: A6, A11
    @Test
    fun `its SIM is taken out of use, named, taken into use and deleted, and a card that is gone is said`() {
        Kiosk(folder.root.resolve("shop")).use { kiosk ->
            CardInReader(folder.root.resolve("reader"), kiosk.root, kiosk.address).use { card ->
                PhoneOnScreen(folder.root.resolve("phone"), "phone", "http://127.0.0.1:1", card).open().use { shown ->
                    phone = shown
                    rule.show { phone }
                    rule.awaitOpen(shown)
                    val removable = shown.core.removable(CardInReader.READER)
                    val iccid = runBlocking { removable.sims().single().iccid }

                    fun now() = runBlocking { removable.sims().firstOrNull() }

                    rule.press("more")
                    rule.press("more-removable")
                    rule.press("sim-$iccid")
                    rule.press("stop-using")
                    rule.await("use")
                    assertEquals(false, now()?.enabled)
                    rule.press("name")
                    rule.type("nickname", "Abroad")
                    rule.press("save-name")
                    rule.press("use")
                    rule.await("stop-using")
                    assertTrue(now()?.enabled == true && now()?.nickname == "Abroad")

                    card.isIn = false
                    rule.press("stop-using")
                    rule.await("trouble")
                    assertTrue("The SIM does not answer" in rule.onScreen())
                    card.isIn = true
                    rule.press("stop-using")
                    rule.await("use")

                    rule.press("delete")
                    rule.press("delete-for-good")
                    rule.await("nothing")
                    assertEquals(null, now())
                    card.isIn = false
                    rule.press("back")
                    rule.press("more-removable")
                    rule.await("no-card")
                }
            }
        }
    }
}
