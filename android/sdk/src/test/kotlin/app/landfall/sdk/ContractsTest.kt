package app.landfall.sdk

import app.landfall.core.Answering
import app.landfall.core.Consent
import app.landfall.core.NfcFailure
import app.landfall.core.NfcLink
import app.landfall.core.PackageData
import app.landfall.core.PackageInstaller
import app.landfall.core.PackageRefused
import app.landfall.core.ProposalInfo
import app.landfall.core.checkConsent
import app.landfall.core.checkNfcLink
import app.landfall.core.checkPackageInstaller
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import kotlin.concurrent.thread

/** The core judges adapters of a platform; here those of these tests, good and bad. */
class ContractsTest {
    /** A system that takes what begins as an APK does, if it [looks]. */
    private class System(
        private val looks: Boolean,
    ) : PackageInstaller {
        private var driver: String? = null

        override fun install(`package`: PackageData): Boolean {
            if (looks && !`package`.bytes.decodeToString().startsWith("PK")) throw PackageRefused.Refused("no package")
            driver = `package`.version
            return true
        }

        override fun installed(isDriver: Boolean) = if (isDriver) driver else "1.0"
    }

    // R: A5 A6
    @Test
    fun `what installs is judged`() {
        val good = PackageData(true, "2.1", "PK a driver".encodeToByteArray())
        assertEquals(null, checkPackageInstaller(System(looks = true), good))
        assertEquals("what is no package is not installed", checkPackageInstaller(System(looks = false), good))
    }

    /** A kiosk's application in a field; [isSteady]: a refusal comes as it is. */
    private class Field(
        private val isSteady: Boolean,
    ) : NfcLink {
        override fun transceive(command: ByteArray): ByteArray =
            when {
                command[1] != 0xA4.toByte() -> bytes(0x6D00)
                command.decodeToString().contains("LANDFALL") -> bytes(0x9000)
                isSteady -> bytes(0x6A82)
                else -> throw NfcFailure.Gone("6A82")
            }

        private fun bytes(status: Int) = byteArrayOf((status shr 8).toByte(), status.toByte())
    }

    // R: A2
    @Test
    fun `a tag is judged`() {
        assertEquals(null, checkNfcLink(Field(isSteady = true)))
        assertEquals(true, checkNfcLink(Field(isSteady = false))?.contains("6A82"))
    }

    private class User(
        private val says: (ProposalInfo, Answering) -> Unit,
    ) : Consent {
        override fun ask(
            proposal: ProposalInfo,
            answer: Answering,
        ) {
            thread { answer.use { says(proposal, it) } }
        }
    }

    // R: F3
    @Test
    fun `a question is judged`() =
        runBlocking {
            val willing = User { proposal, answer -> answer.agree("4711".encodeToByteArray().takeIf { proposal.needsCode }) }
            assertEquals(null, checkConsent(willing))
            val careless = User { _, answer -> answer.agree(null) }
            assertEquals("a code comes where it is asked for, and only there", checkConsent(careless))
            // Let go without a word: that is later.
            assertEquals("who agrees has agreed", checkConsent(User { _, _ -> }))
        }
}
