package app.landfall.sdk.android

import android.security.keystore.KeyInfo
import android.security.keystore.KeyProperties
import app.landfall.core.Keystore
import app.landfall.core.KeystoreFailure
import app.landfall.core.KeystoreProtection
import app.landfall.core.SigningKeyInfo
import java.math.BigInteger
import java.security.Key
import java.security.KeyStore
import java.security.PrivateKey
import java.security.Signature
import java.security.interfaces.ECPublicKey
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.SecretKeyFactory
import javax.crypto.spec.GCMParameterSpec

/**
 * Keys in Android's keystore: none of them ever leaves it. Judged by `checkKeystore`.
 *
 * Numbers, for which Android has no counters, are kept as the names of entries (`landfall.number.<id>.<n>`): no backup reaches those.
 *
 * @param isLocked whether the phone is locked, as `KeyguardManager.isDeviceLocked` tells; it names the failure of a key that serves only while it is
 * not
 */
class AndroidKeystore(
    options: KeyOptions = KeyOptions(),
    private val isLocked: () -> Boolean = { false },
) : Keystore {
    private val store = KeyStore.getInstance(PROVIDER).apply { load(null) }
    private val maker = KeyMaker(options)
    private val numbers = KeptNumbers(store, maker)
    private val found by lazy { guarded { measured() } }

    override fun protection(): KeystoreProtection = found

    @Synchronized
    override fun generateSigningKey(
        id: String,
        challenge: ByteArray,
    ): SigningKeyInfo =
        guarded {
            if (!store.containsAlias(alias(id))) {
                numbers.mustNotBe(id)
                maker.signing(alias(id), id, challenge)
            }
            info(id)
        }

    override fun attest(id: String): SigningKeyInfo = guarded { info(id) }

    override fun sign(
        id: String,
        message: ByteArray,
    ): ByteArray =
        guarded {
            val key = key(id) as? PrivateKey ?: throw KeystoreFailure.NoSuchKey()
            Signature.getInstance("SHA256withECDSA").run {
                initSign(key)
                update(message)
                sign()
            }
        }

    @Synchronized
    override fun makeWrappingKey(id: String) =
        guarded {
            if (!store.containsAlias(alias(id))) {
                numbers.mustNotBe(id)
                maker.wrapping(alias(id), id)
            }
            wrapper(id)
            Unit
        }

    override fun wrap(
        id: String,
        plain: ByteArray,
    ): ByteArray =
        guarded {
            // The keystore chooses the nonce: it lets nobody else.
            val cipher = Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.ENCRYPT_MODE, wrapper(id)) }
            cipher.iv.copyOf(NONCE) + cipher.doFinal(plain)
        }

    override fun unwrap(
        id: String,
        wrapped: ByteArray,
    ): ByteArray =
        guarded {
            val key = wrapper(id)
            if (wrapped.size < NONCE + TAG_BITS / 8) throw KeystoreFailure.Damaged()
            val nonce = GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE)
            val cipher = Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.DECRYPT_MODE, key, nonce) }
            cipher.doFinal(wrapped, NONCE, wrapped.size - NONCE)
        }

    override fun rewrap(
        from: String,
        to: String,
        wrapped: ByteArray,
    ): ByteArray {
        // Android's keystore can't wrap one of its keys' plain texts by another: it passes through this process, and is overwritten.
        val plain = unwrap(from, wrapped)
        try {
            return wrap(to, plain)
        } finally {
            plain.fill(0)
        }
    }

    override fun number(id: String): ULong = guarded { numbers.read(id) }

    @Synchronized
    override fun raise(
        id: String,
        number: ULong,
    ) = guarded {
        if (store.containsAlias(alias(id))) throw KeystoreFailure.NoSuchKey()
        numbers.raise(id, number)
    }

    @Synchronized
    override fun destroy(id: String) =
        guarded {
            if (store.containsAlias(alias(id))) store.deleteEntry(alias(id))
            numbers.destroy(id)
        }

    private fun info(id: String): SigningKeyInfo {
        if (key(id) !is PrivateKey) throw KeystoreFailure.NoSuchKey()
        val chain = store.getCertificateChain(alias(id)) ?: throw KeystoreFailure.NoSuchKey()
        val point = (chain.first().publicKey as ECPublicKey).w
        val public = byteArrayOf(UNCOMPRESSED) + bytes32(point.affineX) + bytes32(point.affineY)
        // A certificate alone is the key's own: nothing is attested.
        return SigningKeyInfo(public, if (chain.size > 1) chain.map { it.encoded } else emptyList())
    }

    private fun key(id: String): Key = store.getKey(alias(id), null) ?: throw KeystoreFailure.NoSuchKey()

    private fun wrapper(id: String) = key(id) as? SecretKey ?: throw KeystoreFailure.NoSuchKey()

    /** What a key that is made as all are made turns out to be guarded by. */
    private fun measured(): KeystoreProtection {
        val key =
            if (store.containsAlias(PROBE)) {
                store.getKey(PROBE, null) as SecretKey
            } else {
                maker.probe(PROBE)
            }
        val info = SecretKeyFactory.getInstance(key.algorithm, PROVIDER).getKeySpec(key, KeyInfo::class.java) as KeyInfo
        return when (info.securityLevel) {
            KeyProperties.SECURITY_LEVEL_STRONGBOX -> KeystoreProtection.SECURE_ELEMENT

            KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT,
            KeyProperties.SECURITY_LEVEL_UNKNOWN_SECURE,
            -> KeystoreProtection.TRUSTED_ENVIRONMENT

            else -> KeystoreProtection.SOFTWARE
        }
    }

    /** Every failure of the platform becomes one of ours. */
    private inline fun <T> guarded(work: () -> T): T =
        try {
            work()
        } catch (failure: KeystoreFailure) {
            throw failure
        } catch (failure: Exception) {
            throw named(failure, isLocked)
        }

    internal companion object {
        const val PROVIDER = "AndroidKeyStore"
        private const val TRANSFORMATION = "AES/GCM/NoPadding"
        private const val NONCE = 12
        private const val TAG_BITS = 128
        private const val UNCOMPRESSED: Byte = 4
        private const val PROBE = "landfall.probe"

        fun alias(id: String) = "landfall.key.$id"
    }
}

/** 32 bytes, big-endian. */
private fun bytes32(number: BigInteger): ByteArray {
    val bytes = number.toByteArray().takeLast(32)
    return ByteArray(32 - bytes.size) + bytes
}
