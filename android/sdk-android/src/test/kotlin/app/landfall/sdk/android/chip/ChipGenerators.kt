package app.landfall.sdk.android.chip

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyInfo
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import java.security.InvalidAlgorithmParameterException
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyPairGeneratorSpi
import java.security.ProviderException
import java.security.SecureRandom
import java.security.spec.AlgorithmParameterSpec
import java.security.spec.ECGenParameterSpec
import java.security.spec.KeySpec
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.SecretKeyFactorySpi
import javax.crypto.spec.SecretKeySpec

private fun taken(parameters: AlgorithmParameterSpec?): KeyGenParameterSpec {
    val spec = parameters as? KeyGenParameterSpec ?: throw InvalidAlgorithmParameterException("KeyGenParameterSpec required")
    Chip.mayBeMade(spec)
    return spec
}

/** Makes P-256 keys, with a chain that attests them where the phone does that. */
class ChipPairs : KeyPairGeneratorSpi() {
    private lateinit var spec: KeyGenParameterSpec

    override fun initialize(
        size: Int,
        random: SecureRandom?,
    ): Unit = throw UnsupportedOperationException()

    override fun initialize(
        parameters: AlgorithmParameterSpec?,
        random: SecureRandom?,
    ) {
        spec = taken(parameters)
        require((spec.algorithmParameterSpec as ECGenParameterSpec).name == "secp256r1")
        require(spec.purposes == KeyProperties.PURPOSE_SIGN && spec.digests.toList() == listOf(KeyProperties.DIGEST_SHA256))
    }

    override fun generateKeyPair(): KeyPair {
        if (spec.isStrongBoxBacked && !Chip.hasStrongBox) throw StrongBoxUnavailableException()
        if (spec.attestationChallenge != null && !Chip.attests) throw ProviderException("Failed to generate attestation certificate chain")
        val pair = KeyPairGenerator.getInstance("EC", "SunEC").apply { initialize(spec.algorithmParameterSpec) }.generateKeyPair()
        val chain = Certificates.chain(pair.public, spec.attestationChallenge)
        Chip.entries[spec.keystoreAlias] = Entry(spec, pair.private, chain, Chip.fingers, spec.isStrongBoxBacked)
        return KeyPair(pair.public, HeldPrivate(spec.keystoreAlias))
    }
}

/** Makes AES keys. */
class ChipSecrets : KeyGeneratorSpi() {
    private lateinit var spec: KeyGenParameterSpec

    override fun engineInit(random: SecureRandom?): Unit = throw UnsupportedOperationException()

    override fun engineInit(
        size: Int,
        random: SecureRandom?,
    ): Unit = throw UnsupportedOperationException()

    override fun engineInit(
        parameters: AlgorithmParameterSpec?,
        random: SecureRandom?,
    ) {
        spec = taken(parameters)
        require(spec.isRandomizedEncryptionRequired) { "nonces are the chip's own affair" }
        require(spec.keySize == 256 && spec.blockModes.toList() == listOf("GCM") && spec.encryptionPaddings.toList() == listOf("NoPadding"))
    }

    override fun engineGenerateKey(): SecretKey {
        if (spec.isStrongBoxBacked && !Chip.hasStrongBox) throw StrongBoxUnavailableException()
        val bytes = ByteArray(spec.keySize / 8).also(SecureRandom()::nextBytes)
        Chip.entries[spec.keystoreAlias] = Entry(spec, SecretKeySpec(bytes, "AES"), emptyList(), Chip.fingers, spec.isStrongBoxBacked)
        return HeldSecret(spec.keystoreAlias)
    }
}

/** Tells of a key. */
class ChipInfo : SecretKeyFactorySpi() {
    override fun engineGetKeySpec(
        key: SecretKey,
        wanted: Class<*>?,
    ): KeySpec {
        require(wanted == KeyInfo::class.java)
        val entry = Chip.entries.getValue((key as HeldSecret).alias)
        val level =
            if (entry.inStrongBox) KeyProperties.SECURITY_LEVEL_STRONGBOX else KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT
        val spec = entry.spec
        return KeyInfo(
            key.alias,
            true,
            KeyProperties.ORIGIN_GENERATED,
            spec.keySize,
            null,
            null,
            null,
            spec.purposes,
            spec.encryptionPaddings,
            spec.signaturePaddings,
            emptyArray(),
            spec.blockModes,
            spec.isUserAuthenticationRequired,
            spec.userAuthenticationValidityDurationSeconds,
            spec.userAuthenticationType,
            true,
            false,
            spec.isUnlockedDeviceRequired,
            false,
            spec.isInvalidatedByBiometricEnrollment,
            false,
            level,
            -1,
        )
    }

    override fun engineGenerateSecret(spec: KeySpec?): SecretKey = throw UnsupportedOperationException()

    override fun engineTranslateKey(key: SecretKey?): SecretKey = throw UnsupportedOperationException()
}
