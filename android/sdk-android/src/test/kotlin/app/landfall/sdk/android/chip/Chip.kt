package app.landfall.sdk.android.chip

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import java.security.InvalidAlgorithmParameterException
import java.security.InvalidKeyException
import java.security.Key
import java.security.cert.X509Certificate

/** A key that the chip holds, as apps see it: without its bytes. [secret] stays in here. */
sealed class Held(
    val alias: String,
    private val name: String,
) : Key {
    override fun getAlgorithm() = name

    override fun getFormat(): String? = null

    override fun getEncoded(): ByteArray? = null
}

class HeldPrivate(
    alias: String,
) : Held(alias, "EC"),
    java.security.PrivateKey

class HeldSecret(
    alias: String,
) : Held(alias, "AES"),
    javax.crypto.SecretKey

/** What the chip knows of a key. */
class Entry(
    val spec: KeyGenParameterSpec,
    val secret: Key,
    val chain: List<X509Certificate>,
    val fingers: Int,
    val inStrongBox: Boolean,
)

/** A phone's keystore, and what its user does with the phone. It enforces what a key was made for. */
object Chip {
    val entries = linkedMapOf<String, Entry>()
    var hasStrongBox = true
    var attests = true
    var hasScreenLock = true
    var locked = false

    /** Changes whenever a finger is enrolled. */
    var fingers = 1

    /** When the user has confirmed last; never if null. */
    private var confirmed: Long? = null

    fun reset() {
        entries.clear()
        hasStrongBox = true
        attests = true
        hasScreenLock = true
        locked = false
        fingers = 1
        confirmed = null
    }

    fun confirm() {
        confirmed = System.nanoTime()
    }

    fun mayBeMade(spec: KeyGenParameterSpec) {
        if (spec.isUserAuthenticationRequired && !hasScreenLock) {
            val words = "Secure lock screen must be enabled to create keys requiring user authentication"
            throw InvalidAlgorithmParameterException(words)
        }
    }

    fun isInvalidated(entry: Entry) =
        entry.spec.isUserAuthenticationRequired && (!hasScreenLock || (entry.spec.isInvalidatedByBiometricEnrollment && entry.fingers != fingers))

    /** The entry, if it may be used for this now. */
    fun use(
        key: Key,
        purpose: Int,
    ): Entry {
        val entry = (key as? Held)?.let { entries[it.alias] } ?: throw InvalidKeyException("Keystore operation failed: no such key")
        val spec = entry.spec
        if (spec.purposes and purpose == 0) throw InvalidKeyException("Keystore operation failed: incompatible purpose")
        if (isInvalidated(entry)) throw KeyPermanentlyInvalidatedException()
        if (spec.isUnlockedDeviceRequired && locked) throw InvalidKeyException("Keystore operation failed")
        if (spec.isUserAuthenticationRequired) {
            val since = confirmed?.let { (System.nanoTime() - it) / 1_000_000_000 }
            val wanted = KeyProperties.AUTH_BIOMETRIC_STRONG or KeyProperties.AUTH_DEVICE_CREDENTIAL
            check(spec.userAuthenticationType and wanted != 0)
            if (since == null || since > spec.userAuthenticationValidityDurationSeconds) throw UserNotAuthenticatedException()
        }
        return entry
    }
}
