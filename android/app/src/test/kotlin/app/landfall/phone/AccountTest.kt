package app.landfall.phone

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.junit4.createComposeRule
import app.landfall.core.SignInData
import app.landfall.sdk.kit.Cloud
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Phone
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
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

/** *Account* and *Lost phone* on a screen, against a real accounts' server and a real second phone. */
class AccountTest {
    @get:Rule val rule = createComposeRule()

    @get:Rule val limit: Timeout = Timeout(400, TimeUnit.SECONDS)

    @get:Rule val folder = TemporaryFolder()

    private var phone by mutableStateOf<PhoneOnScreen?>(null)

    private fun show(name: String): PhoneOnScreen {
        val shown = PhoneOnScreen(folder.root.resolve(name), name, cloud.url).trusts(kiosk).open()
        phone = shown
        rule.show { phone }
        return shown
    }

    private fun who(
        login: String,
        device: String,
    ) = SignInData(cloud.url, login, Phone.PASSWORD.toByteArray(), device)

    // R: B4, F6
    @Test
    fun `signing up shows the sheet once, and another phone is let in by comparing codes`() {
        show("first").use { first ->
            rule.press("tab-Account")
            rule.await("nothing")
            rule.press("sign-up")
            rule.type("login-field", "carol")
            rule.type("password-field", "short")
            rule.press("make-account")
            rule.await("trouble")
            assertTrue("The password is too short" in rule.onScreen())
            rule.press("back")
            rule.signUp("carol")
            assertTrue("carol" in rule.wordsOf("login"))
            assertFalse(runBlocking { checkNotNull(first.core.account()).sheetWaits })

            Phone(folder.root.resolve("second")).use { second ->
                runBlocking {
                    val asking = second.landfall.askApproval(who("carol", "tablet"))
                    val code = async(Dispatchers.IO) { asking.code() }
                    rule.press("approve")
                    rule.press("waiting-tablet")
                    rule.await("compare-code")
                    assertEquals(code.await(), rule.wordsOf("compare-code"))
                    val granted = async(Dispatchers.IO) { asking.granted() }
                    rule.press("same")
                    rule.await("device-tablet")
                    granted.await()
                    assertEquals(
                        listOf("first", "tablet"),
                        second.landfall
                            .devices()
                            .map { it.name }
                            .sorted(),
                    )
                }
            }
            rule.press("back")
            rule.press("family")
            rule.type("sub-name", "Ben")
            rule.press("invite")
            rule.await("invitation")
            assertTrue(rule.wordsOf("invitation").length > 10)
        }
    }

    // R: B4, F6
    @Test
    fun `a forgotten password is set anew by the sheet alone, and the account is deleted by hand`() {
        show("first").use { first ->
            val sheet = rule.signUp("mona")
            val second = PhoneOnScreen(folder.root.resolve("second"), "second", cloud.url).open()
            phone = second
            rule.press("tab-Account")
            rule.press("sign-in")
            rule.press("by-recovery")
            rule.type("login-field", "mona")
            rule.type("password-field", "nine swallows fly at dusk")
            rule.type("sheet-field", sheet)
            rule.press("take-others-out")
            rule.press("log-in")
            // There is another sheet now, and the first phone is out.
            rule.press("show-sheet")
            rule.await("sheet")
            assertFalse(rule.wordsOf("sheet") == sheet)
            rule.press("sheet-kept")
            rule.press("sheet-done")
            rule.press("devices")
            rule.await("device-second")
            assertTrue(runBlocking { second.core.devices() }.single { it.name == "first" }.revoked)
            rule.press("back")
            rule.press("delete-account")
            assertTrue("SIMs on phones stay" in rule.onScreen())
            rule.press("delete-account-for-good")
            rule.await("nothing")
            assertEquals(null, runBlocking { second.core.account() })
            assertTrue(first.isOpen)
            second.close()
        }
    }

    // R: B6, F4
    @Test
    fun `for how long the phone may be without contact is its owner's to say, and never erased before it locks`() {
        show("mine").use { mine ->
            rule.signUp("lena")
            rule.press("lease")
            rule.press("lock-after-90")
            rule.press("lock-after-7")
            rule.press("erase-after-30")
            rule.press("unlock-offline")
            rule.press("save-lease")
            rule.await("login")
            val standing = checkNotNull(runBlocking { mine.core.standing() })
            assertEquals(listOf(7uL * 86_400u, 30uL * 86_400u), listOf(standing.lockAfter, standing.eraseAfter))
            assertTrue(standing.unlockOffline)
            rule.press("lease")
            rule.press("erase-after-7")
            rule.press("lock-after-30")
            rule.press("save-lease")
            rule.await("login")
            val later = checkNotNull(runBlocking { mine.core.standing() })
            assertEquals(later.lockAfter, later.eraseAfter)
        }
    }

    // R: B5, B6, F4
    @Test
    fun `a lost phone is locked and wiped from this one, and its receipt is shown`() {
        show("mine").use {
            val sheet = rule.signUp("dora")
            Phone(folder.root.resolve("lost")).use { lost ->
                runBlocking {
                    lost.acquire(kiosk)
                    lost.landfall.logIn(who("dora", "lost phone"), sheet.toByteArray())
                }
                rule.press("tab-Lost")
                rule.press("by-this")
                rule.press("lost-lost phone")
                rule.press("lock")
                rule.await("what-happens")
                assertTrue("Nothing is deleted" in rule.onScreen())
                rule.press("confirm")
                rule.await("order-state")
                assertTrue("Waits at the server" in rule.wordsOf("order-state"))
                runBlocking { lost.landfall.contact() }
                rule.await("show-receipt")
                rule.press("show-receipt")
                rule.await("receipt")
                assertTrue("Locked" in rule.wordsOf("receipt"))
                rule.press("back")
                rule.press("back")

                rule.press("wipe-row")
                assertTrue("Nobody can undo that" in rule.onScreen())
                rule.press("confirm")
                rule.await("order-state")
                runBlocking { lost.landfall.contact() }
                rule.await("show-receipt")
                rule.press("show-receipt")
                rule.await("receipt")
                assertTrue("Erased" in rule.wordsOf("receipt"))
                rule.press("share-receipt")
                assertTrue("Erased" in checkNotNull(it.platform.shared))
            }
        }
    }

    // R: F4
    @Test
    fun `by the password alone a phone is only locked until its owner signs in, and by the sheet it is wiped`() {
        var lost = show("lost")
        val sheet = rule.signUp("erin")
        val other = PhoneOnScreen(folder.root.resolve("other"), "other", cloud.url).open()
        phone = other
        rule.press("tab-Lost")
        rule.press("row-password")
        rule.type("lost-login", "erin")
        rule.type("lost-password", Phone.PASSWORD)
        rule.press("prove")
        rule.press("lost-lost")
        assertEquals(0, rule.onAllNodes(hasTestTag("wipe-row")).fetchSemanticsNodes().size)
        rule.press("lock")
        rule.press("confirm")
        rule.await("order-state")
        // The lost phone listens while it is on: it locks at once, and shows nothing else.
        phone = lost
        rule.await("unlock-phone")
        // A restart of the app leaves its owner the way in.
        lost.close()
        lost = PhoneOnScreen(folder.root.resolve("lost"), "lost", cloud.url).open()
        phone = lost
        rule.await("unlock-phone")
        rule.type("unlock-secret", "not the password at all")
        rule.press("unlock-phone")
        rule.await("trouble")
        rule.type("unlock-secret", Phone.PASSWORD)
        rule.press("unlock-phone")
        rule.await("tab-Sims")

        // By the sheet it is wiped, and begins anew with nothing once its receipt was taken.
        phone = other
        rule.press("tab-Sims")
        rule.press("tab-Lost")
        repeat(4) { if (rule.onAllNodes(hasTestTag("back")).fetchSemanticsNodes().isNotEmpty()) rule.press("back") }
        rule.press("row-sheet")
        rule.type("lost-sheet", sheet)
        rule.press("prove")
        rule.press("lost-lost")
        rule.press("wipe-row")
        rule.press("confirm")
        rule.await("order-state")
        phone = lost
        rule.await("wiped")
        rule.press("start-anew")
        rule.await("nothing")
        assertEquals(emptyList<Any>(), runBlocking { lost.core.sims() })
        other.close()
        lost.close()
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
