package app.landfall.phone

import androidx.compose.ui.test.junit4.createComposeRule
import app.landfall.core.Landfall
import app.landfall.core.LandfallException
import app.landfall.core.NfcLink
import app.landfall.phone.model.Touch
import app.landfall.sdk.kit.Kiosk
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.rules.Timeout
import java.util.concurrent.TimeUnit

/** Ways to a kiosk and back: *Hold to the kiosk* as far as a machine without NFC goes, and the system's way back. */
class WaysTest {
    @get:Rule val rule = createComposeRule()

    @get:Rule val limit: Timeout = Timeout(120, TimeUnit.SECONDS)

    @get:Rule val folder = TemporaryFolder()

    /** A system's NFC, into whose field a tag is brought. */
    private class Field : Touch {
        private var core: Landfall? = null
        private var onOther: (Exception) -> Unit = {}
        val isOn get() = core != null

        override fun start(
            core: Landfall,
            onOther: (Exception) -> Unit,
        ) {
            this.core = core
            this.onOther = onOther
        }

        override fun stop() {
            core = null
        }

        /** A tag that answers everything so. */
        fun bring(answer: ByteArray) {
            try {
                checkNotNull(core).nfcTag(
                    object : NfcLink {
                        override fun transceive(command: ByteArray) = answer
                    },
                )
            } catch (failure: LandfallException) {
                onOther(failure)
            }
        }
    }

    // R: A2, F3
    @Test
    fun `the phone listens while it is to be held to a kiosk, says what is none, and lets go when it is stopped`() {
        val field = Field()
        val shown = PhoneOnScreen(folder.root.resolve("phone"), "phone", "http://127.0.0.1:1", touch = field)
        Kiosk(folder.root.resolve("shop")).use { shown.trusts(it) }
        shown.open().use {
            rule.show { shown }
            rule.press("get")
            rule.press("touch")
            rule.await("touching")
            rule.waitUntil(PATIENCE) { field.isOn }
            // 6A82: no such application.
            field.bring(byteArrayOf(0x6A, 0x82.toByte()))
            rule.await("trouble")
            assertTrue("Not a kiosk" in rule.onScreen())
            rule.await("touching")
            rule.press("stop-touch")
            rule.await("search")
            assertEquals(false, field.isOn)
        }
    }

    @Test
    fun `the system's way back is that of the arrow, step by step, and leaves the app where there is none`() {
        PhoneOnScreen(folder.root.resolve("phone"), "phone", "http://127.0.0.1:1").open().use { shown ->
            rule.show { shown }
            rule.press("add")
            rule.await("code")
            rule.runOnIdle { checkNotNull(shown.ways.arrow.back).invoke() }
            rule.await("search")
            rule.runOnIdle { assertEquals(null, shown.ways.arrow.back) }
            rule.press("tab-Sims")
            rule.press("more")
            rule.press("more-where")
            rule.runOnIdle { checkNotNull(shown.ways.arrow.back).invoke() }
            rule.await("more-where")
        }
    }

    @Test
    fun `without NFC nobody is asked to hold the phone anywhere`() {
        PhoneOnScreen(folder.root.resolve("phone"), "phone", "http://127.0.0.1:1").open().use { shown ->
            rule.show { shown }
            rule.press("get")
            rule.await("search")
            assertTrue("Hold to the kiosk" !in rule.onScreen())
        }
    }
}
