package app.landfall.sdk.android.chip

import android.security.keystore.KeyProperties
import java.security.InvalidKeyException
import java.security.PrivateKey
import java.security.PublicKey
import java.security.Signature
import java.security.SignatureSpi

/** Signs with a key that the chip holds, if it was made for that. */
class ChipSignature : SignatureSpi() {
    private val own = Signature.getInstance("SHA256withECDSA", "SunEC")

    override fun engineInitSign(key: PrivateKey) {
        val entry = Chip.use(key, KeyProperties.PURPOSE_SIGN)
        own.initSign(entry.secret as? PrivateKey ?: throw InvalidKeyException("no signing key"))
    }

    override fun engineUpdate(byte: Byte) = own.update(byte)

    override fun engineUpdate(
        bytes: ByteArray,
        from: Int,
        size: Int,
    ) = own.update(bytes, from, size)

    override fun engineSign(): ByteArray = own.sign()

    override fun engineInitVerify(key: PublicKey): Unit = throw UnsupportedOperationException()

    override fun engineVerify(signature: ByteArray): Boolean = throw UnsupportedOperationException()

    @Deprecated("as its parent")
    override fun engineSetParameter(
        name: String,
        value: Any?,
    ): Unit = throw UnsupportedOperationException()

    @Deprecated("as its parent")
    override fun engineGetParameter(name: String): Any = throw UnsupportedOperationException()
}
