package app.landfall.sdk.android

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import java.security.KeyPairGenerator
import java.security.ProviderException
import java.security.spec.ECGenParameterSpec
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/** Makes keys in Android's keystore: in StrongBox if that is wanted and there, else in the trusted environment. */
internal class KeyMaker(
    private val options: KeyOptions,
) {
    /** A P-256 key that signs SHA-256 digests, with [challenge] in its attestation where the phone gives one. */
    fun signing(
        alias: String,
        id: String,
        challenge: ByteArray,
    ) = best { strongBox ->
        val spec =
            KeyGenParameterSpec
                .Builder(alias, KeyProperties.PURPOSE_SIGN)
                .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
                .setDigests(KeyProperties.DIGEST_SHA256)
                .guarded(id, strongBox)
        try {
            pair(spec.setAttestationChallenge(challenge).build())
        } catch (unavailable: StrongBoxUnavailableException) {
            throw unavailable
        } catch (_: ProviderException) {
            // Some phones attest nothing without a network, and some nothing at all: the key is as good, only nobody vouches for it.
            pair(spec.setAttestationChallenge(null).build())
        }
    }

    /** An AES-256 key for GCM, whose nonces the keystore makes. */
    fun wrapping(
        alias: String,
        id: String,
    ) {
        best { strongBox -> secret(wrappingSpec(alias).guarded(id, strongBox).build()) }
    }

    /** A key that is used for nothing, whose protection is that of the others. */
    fun probe(alias: String): SecretKey =
        best { strongBox -> secret(wrappingSpec(alias).setIsStrongBoxBacked(strongBox).build()) }

    /** An entry whose name is all that counts: quickly made, and never used. */
    fun mark(alias: String) {
        secret(wrappingSpec(alias).build())
    }

    private fun wrappingSpec(alias: String) =
        KeyGenParameterSpec
            .Builder(alias, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BITS)

    private fun KeyGenParameterSpec.Builder.guarded(
        id: String,
        strongBox: Boolean,
    ): KeyGenParameterSpec.Builder {
        setIsStrongBoxBacked(strongBox)
        setUnlockedDeviceRequired(options.unlockedOnly)
        val user = options.user?.takeIf { it.keys(id) } ?: return this
        return setUserAuthenticationRequired(true)
            .setUserAuthenticationParameters(user.seconds, KeyProperties.AUTH_BIOMETRIC_STRONG or KeyProperties.AUTH_DEVICE_CREDENTIAL)
            .setInvalidatedByBiometricEnrollment(true)
    }

    private fun <T> best(make: (Boolean) -> T): T {
        if (!options.strongBox) return make(false)
        return try {
            make(true)
        } catch (_: StrongBoxUnavailableException) {
            make(false)
        }
    }

    private fun pair(spec: KeyGenParameterSpec) {
        KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, AndroidKeystore.PROVIDER).run {
            initialize(spec)
            generateKeyPair()
        }
    }

    private fun secret(spec: KeyGenParameterSpec): SecretKey =
        KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, AndroidKeystore.PROVIDER).run {
            init(spec)
            generateKey()
        }

    private companion object {
        const val KEY_BITS = 256
    }
}
