package app.landfall.sdk.android

import app.landfall.core.KeystoreFailure
import app.landfall.core.KeystoreProtection
import app.landfall.core.checkKeystore
import app.landfall.sdk.android.chip.Certificates
import app.landfall.sdk.android.chip.Chip
import app.landfall.sdk.android.chip.ChipProvider
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import java.security.Security
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate

/** The adapter as it runs on phones, against a provider that enforces what Android's does. */
class AndroidKeystoreTest {
    private val bound = KeyOptions(user = UserBinding(30) { it.startsWith("vault") })

    @BeforeEach
    fun fresh() = Chip.reset()

    // R: A6
    @Test
    fun `it keeps the contract, with and without StrongBox`() {
        for (strongBox in listOf(true, false)) {
            Chip.reset()
            Chip.hasStrongBox = strongBox
            assertNull(checkKeystore(AndroidKeystore()))
            assertEquals(emptyList<String>(), Chip.entries.keys.filter { it.startsWith("landfall.key") || it.startsWith("landfall.number") })
        }
    }

    // R: A6
    @Test
    fun `StrongBox is used where it is, else the trusted environment`() {
        assertEquals(KeystoreProtection.SECURE_ELEMENT, AndroidKeystore().protection())
        AndroidKeystore().makeWrappingKey("vault")
        assertTrue(Chip.entries.getValue("landfall.key.vault").inStrongBox)

        Chip.reset()
        Chip.hasStrongBox = false
        assertEquals(KeystoreProtection.TRUSTED_ENVIRONMENT, AndroidKeystore().protection())
        AndroidKeystore().makeWrappingKey("vault")
        assertFalse(Chip.entries.getValue("landfall.key.vault").inStrongBox)

        Chip.reset()
        assertEquals(KeystoreProtection.TRUSTED_ENVIRONMENT, AndroidKeystore(KeyOptions(strongBox = false)).protection())
    }

    // R: E8
    @Test
    fun `a signing key is attested with the challenge, and where the phone attests nothing it is as good`() {
        val made = AndroidKeystore().generateSigningKey("euicc", "challenge".toByteArray())
        val chain = made.attestation.map { CertificateFactory.getInstance("X.509").generateCertificate(it.inputStream()) as X509Certificate }
        assertEquals(2, chain.size)
        chain.first().verify(chain.last().publicKey)
        chain.last().verify(Certificates.rootKey)
        val said = String(chain.first().getExtensionValue(Certificates.ATTESTATION), Charsets.ISO_8859_1)
        assertTrue(said.endsWith("challenge"), said)

        Chip.attests = false
        val other = AndroidKeystore().generateSigningKey("other", "challenge".toByteArray())
        assertEquals(emptyList<ByteArray>(), other.attestation)
        assertEquals(65, other.publicKey.size)
        assertTrue(AndroidKeystore().sign("other", ByteArray(3)).isNotEmpty())
    }

    @Test
    fun `a key that is bound to the user asks for the user, and only that one`() {
        val keystore = AndroidKeystore(bound)
        keystore.makeWrappingKey("vault")
        keystore.makeWrappingKey("device")
        assertThrows(KeystoreFailure.NeedsUser::class.java) { keystore.wrap("vault", ByteArray(32)) }
        keystore.wrap("device", ByteArray(32))
        Chip.confirm()
        val wrapped = keystore.wrap("vault", ByteArray(32))
        assertArrayEquals(ByteArray(32), keystore.unwrap("vault", wrapped))
    }

    // R: F3
    @Test
    fun `a key that the user's lock has invalidated says so, and can be destroyed`() {
        val keystore = AndroidKeystore(bound)
        Chip.confirm()
        keystore.makeWrappingKey("vault")
        keystore.generateSigningKey("vault.sign", ByteArray(1))
        val wrapped = keystore.wrap("vault", ByteArray(32))
        Chip.fingers++
        assertThrows(KeystoreFailure.Invalidated::class.java) { keystore.unwrap("vault", wrapped) }
        assertThrows(KeystoreFailure.Invalidated::class.java) { keystore.sign("vault.sign", ByteArray(1)) }
        assertThrows(KeystoreFailure.Invalidated::class.java) { keystore.makeWrappingKey("vault") }
        keystore.destroy("vault")
        keystore.makeWrappingKey("vault")
        assertThrows(KeystoreFailure.Damaged::class.java) { keystore.unwrap("vault", wrapped) }
    }

    @Test
    fun `a key for the unlocked phone says that the phone is locked`() {
        val keystore = AndroidKeystore(KeyOptions(unlockedOnly = true)) { Chip.locked }
        keystore.makeWrappingKey("vault")
        val wrapped = keystore.wrap("vault", ByteArray(32))
        Chip.locked = true
        assertThrows(KeystoreFailure.Locked::class.java) { keystore.unwrap("vault", wrapped) }
        Chip.locked = false
        keystore.unwrap("vault", wrapped)
    }

    @Test
    fun `without a screen lock no key can be bound to the user, and the words are the platform's`() {
        Chip.hasScreenLock = false
        val failure = assertThrows(KeystoreFailure.Unavailable::class.java) { AndroidKeystore(bound).makeWrappingKey("vault") }
        assertTrue("lock screen" in failure.what, failure.what)
    }

    // R: F8
    @Test
    fun `a number is the name of an entry, and a kill between two of them leaves the higher`() {
        val keystore = AndroidKeystore()
        keystore.raise("head", 7uL)
        assertTrue("landfall.number.head.7" in Chip.entries)
        keystore.raise("head.9", 3uL)
        assertEquals(7uL, keystore.number("head"))
        // Killed after the new entry was made, and before the old one went.
        Chip.entries["landfall.number.head.8"] = Chip.entries.getValue("landfall.number.head.7")
        assertEquals(8uL, AndroidKeystore().number("head"))
        keystore.raise("head", ULong.MAX_VALUE)
        assertEquals(listOf("landfall.number.head.9.3", "landfall.number.head.${ULong.MAX_VALUE}"), Chip.entries.keys.filter { "number" in it })
    }

    companion object {
        private val provider = ChipProvider()

        @BeforeAll
        @JvmStatic
        fun install() {
            Security.addProvider(provider)
        }

        @AfterAll
        @JvmStatic
        fun remove() = Security.removeProvider(provider.name)
    }
}
