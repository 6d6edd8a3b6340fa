package app.landfall.sdk

import app.landfall.core.FlowEvent
import app.landfall.core.KeystoreFailure
import app.landfall.core.KioskTarget
import app.landfall.core.Landfall
import app.landfall.core.LandfallException
import app.landfall.core.Retry
import app.landfall.core.SelectionData
import app.landfall.core.SignInData
import app.landfall.sdk.kit.DeskKeystore
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Phone
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** Each variant of the one error, as a UI meets it. `Locked` and `Wiped` are in [AccountTest]. */
class ErrorsTest {
    @TempDir
    lateinit var folder: File

    private val any = SelectionData(null, null, null, emptyList())

    // R: F3
    @Test
    fun `nobody is there`() {
        Phone(folder).use { phone ->
            phone.trusts()
            val nobody = KioskTarget.Address("127.0.0.1:1")
            val error = fails<LandfallException.Unreachable> { phone.landfall.visit(nobody) }
            assertEquals("kiosk.unreachable", error.trouble.key)
            assertEquals(Retry.YES, error.trouble.retry)
            val who = SignInData("http://127.0.0.1:1", "ann", Phone.PASSWORD.toByteArray(), "phone")
            fails<LandfallException.Unreachable> { phone.landfall.createAccount(who) }
        }
    }

    // R: F3, A4
    @Test
    fun `a kiosk says which wish failed`() {
        Phone(folder).use { phone ->
            val none = any.copy(countries = listOf("FR"))
            val error = fails<LandfallException.Refused> { phone.visit(kiosk).use { it.offers(none) } }
            assertTrue("area" in error.trouble.explanation, error.trouble.explanation)
        }
    }

    // R: F3, A2
    @Test
    fun `an operator that is not trusted is turned away`() {
        Kiosk(File(folder, "stranger"), count = 1).use { stranger ->
            Phone(File(folder, "phone")).use { phone ->
                phone.trusts()
                val error = fails<LandfallException.Untrusted> { phone.landfall.visit(stranger.target) }
                assertEquals(Retry.NO, error.trouble.retry)
            }
        }
    }

    // R: F3, A10
    @Test
    fun `a wrong PIN costs a try, and three block it`() =
        runBlocking {
            Phone(folder).use { phone ->
                val iccid = phone.acquireAndEnable(kiosk)
                for (left in listOf(2u, 1u, 0u)) {
                    val error = fails<LandfallException.WrongSecret> { phone.landfall.verifyPin(iccid, "0000".toByteArray()) }
                    assertEquals(left, error.triesLeft)
                }
                fails<LandfallException.WrongSecret> { phone.landfall.unblockPin(iccid, "00000000".toByteArray(), "4711".toByteArray()) }
                phone.landfall.unblockPin(iccid, "12345678".toByteArray(), "4711".toByteArray())
                phone.landfall.verifyPin(iccid, "4711".toByteArray())
            }
        }

    // R: F3
    @Test
    fun `a keystore that wants the user says so`() {
        val keystore = AskingKeystore(File(folder, "keys"))
        Phone(folder, keystore).use { phone ->
            phone.trusts()
            keystore.asks = true
            val error = fails<LandfallException.NeedsUser> { phone.acquire(kiosk) }
            assertEquals("keystore.user", error.trouble.key)
            keystore.asks = false
            runBlocking { phone.acquire(kiosk) }
        }
    }

    // R: F3
    @Test
    fun `what can't be so is said to be invalid`() {
        Phone(folder).use { phone ->
            fails<LandfallException.Invalid> { phone.landfall.visit(KioskTarget.Code("no code")) }
            fails<LandfallException.Invalid> { phone.landfall.setNickname("12", "work") }
            fails<LandfallException.Invalid> { phone.landfall.visit(kiosk.target) }.let { assertEquals("roots.none", it.trouble.key) }
            fails<LandfallException.Invalid> { phone.landfall.sync() }.let { assertEquals("account.none", it.trouble.key) }
            fails<LandfallException.Invalid> { phone.visit(kiosk).use { it.offers(any.copy(countries = listOf("Utopia"))) } }
        }
    }

    // R: F3
    @Test
    fun `a folder that is open already can't be opened again`() {
        Phone(folder).use { phone ->
            fails<LandfallException.Failed> { Landfall.open(phone.settings, phone.ports) }
        }
    }

    // R: F1, F3
    @Test
    fun `a user who stops is not told of a mistake`() {
        Phone(folder).use { phone ->
            fails<LandfallException.Cancelled> {
                phone.visit(kiosk).use { visit ->
                    val flow = visit.acquire(Kiosk.ATTENDED, null, null)
                    flow.result { if (it is FlowEvent.Waiting) flow.cancel(true) }
                }
            }
        }
    }

    private fun Phone.trusts() = runBlocking { landfall.addRoot(kiosk.root) }

    /** Every error says what happened, whether trying again helps, and what can be done. */
    private inline fun <reified E : LandfallException> fails(crossinline work: suspend () -> Unit): E {
        val error = assertThrows(E::class.java) { runBlocking { work() } }
        val trouble = error.trouble
        for (text in listOf(trouble.title, trouble.explanation, trouble.advice, trouble.key)) assertTrue(text.isNotBlank(), "$trouble")
        return error
    }

    private class AskingKeystore(
        folder: File,
    ) : DeskKeystore(folder) {
        @Volatile
        var asks = false

        override fun sign(
            id: String,
            message: ByteArray,
        ): ByteArray {
            if (asks) throw KeystoreFailure.NeedsUser()
            return super.sign(id, message)
        }

        override fun unwrap(
            id: String,
            wrapped: ByteArray,
        ): ByteArray {
            if (asks) throw KeystoreFailure.NeedsUser()
            return super.unwrap(id, wrapped)
        }
    }

    companion object {
        private lateinit var kiosk: Kiosk

        @TempDir
        @JvmStatic
        lateinit var shop: File

        @BeforeAll
        @JvmStatic
        fun open() {
            kiosk = Kiosk(File(shop, "shop"))
        }

        @AfterAll
        @JvmStatic
        fun close() = kiosk.close()
    }
}
