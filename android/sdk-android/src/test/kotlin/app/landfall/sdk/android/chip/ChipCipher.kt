package app.landfall.sdk.android.chip

import android.security.keystore.KeyProperties
import java.security.AlgorithmParameters
import java.security.InvalidAlgorithmParameterException
import java.security.Key
import java.security.SecureRandom
import java.security.spec.AlgorithmParameterSpec
import javax.crypto.Cipher
import javax.crypto.CipherSpi

/** AES-GCM with a key that the chip holds, if it was made for that. Nobody but the chip chooses a nonce. */
class ChipCipher : CipherSpi() {
    private val own = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE")

    override fun engineInit(
        mode: Int,
        key: Key,
        random: SecureRandom?,
    ) {
        require(mode == Cipher.ENCRYPT_MODE)
        own.init(mode, Chip.use(key, KeyProperties.PURPOSE_ENCRYPT).secret)
    }

    override fun engineInit(
        mode: Int,
        key: Key,
        parameters: AlgorithmParameterSpec?,
        random: SecureRandom?,
    ) {
        if (mode != Cipher.DECRYPT_MODE) throw InvalidAlgorithmParameterException("Caller-provided IV not permitted")
        own.init(mode, Chip.use(key, KeyProperties.PURPOSE_DECRYPT).secret, parameters)
    }

    override fun engineInit(
        mode: Int,
        key: Key,
        parameters: AlgorithmParameters?,
        random: SecureRandom?,
    ): Unit = throw UnsupportedOperationException()

    override fun engineGetIV(): ByteArray = own.iv

    override fun engineUpdate(
        bytes: ByteArray?,
        from: Int,
        size: Int,
    ): ByteArray? = own.update(bytes, from, size)

    override fun engineUpdate(
        bytes: ByteArray?,
        from: Int,
        size: Int,
        out: ByteArray?,
        at: Int,
    ): Int = own.update(bytes, from, size, out, at)

    override fun engineDoFinal(
        bytes: ByteArray?,
        from: Int,
        size: Int,
    ): ByteArray = own.doFinal(bytes ?: ByteArray(0), from, size)

    override fun engineDoFinal(
        bytes: ByteArray?,
        from: Int,
        size: Int,
        out: ByteArray?,
        at: Int,
    ): Int = own.doFinal(bytes, from, size, out, at)

    override fun engineSetMode(mode: String) = require(mode == "GCM")

    override fun engineSetPadding(padding: String) = require(padding == "NoPadding")

    override fun engineGetBlockSize() = own.blockSize

    override fun engineGetOutputSize(size: Int) = own.getOutputSize(size)

    override fun engineGetParameters(): AlgorithmParameters = own.parameters
}
