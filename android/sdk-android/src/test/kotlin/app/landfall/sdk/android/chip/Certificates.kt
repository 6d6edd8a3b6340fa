package app.landfall.sdk.android.chip

import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.security.PublicKey
import java.security.Signature
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import java.security.spec.ECGenParameterSpec

/** Certificates as a phone makes them: over a key and a challenge, under a root of the maker's; or the key's own, which proves nothing. */
object Certificates {
    /** Android's key attestation. */
    const val ATTESTATION = "1.3.6.1.4.1.11129.2.1.17"

    private val root = KeyPairGenerator.getInstance("EC", "SunEC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
    private val rootCertificate = certificate("Maker", root.public, "Maker", root.private, null)

    val rootKey: PublicKey get() = root.public

    fun chain(
        key: PublicKey,
        challenge: ByteArray?,
    ): List<X509Certificate> =
        if (challenge == null) {
            listOf(certificate("Android Keystore Key", key, "Fake", root.private, null))
        } else {
            listOf(certificate("Android Keystore Key", key, "Maker", root.private, challenge), rootCertificate)
        }

    private fun certificate(
        subject: String,
        key: PublicKey,
        issuer: String,
        by: PrivateKey,
        challenge: ByteArray?,
    ): X509Certificate {
        val algorithm = der(0x30, der(0x06, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02))
        val validity = der(0x30, der(0x17, "260101000000Z".toByteArray()), der(0x17, "460101000000Z".toByteArray()))
        val oid = der(0x06, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xD6, 0x79, 0x02, 0x01, 0x11)
        val extensions = challenge?.let { der(0xA3, der(0x30, der(0x30, oid, der(0x04, der(0x30, der(0x04, it)))))) } ?: ByteArray(0)
        val version = der(0xA0, der(0x02, 2))
        val body = der(0x30, version, der(0x02, 1), algorithm, name(issuer), validity, name(subject), key.encoded, extensions)
        val signature =
            Signature.getInstance("SHA256withECDSA", "SunEC").run {
                initSign(by)
                update(body)
                sign()
            }
        val whole = der(0x30, body, algorithm, der(0x03, byteArrayOf(0) + signature))
        return CertificateFactory.getInstance("X.509").generateCertificate(whole.inputStream()) as X509Certificate
    }

    private fun name(text: String): ByteArray {
        val commonName = der(0x06, 0x55, 0x04, 0x03)
        return der(0x30, der(0x31, der(0x30, commonName, der(0x0C, text.toByteArray()))))
    }

    private fun der(
        tag: Int,
        vararg bytes: Int,
    ) = der(tag, ByteArray(bytes.size) { bytes[it].toByte() })

    private fun der(
        tag: Int,
        vararg parts: ByteArray,
    ): ByteArray {
        val body = parts.fold(ByteArray(0), ByteArray::plus)
        val size =
            when {
                body.size < 0x80 -> byteArrayOf(body.size.toByte())
                body.size < 0x100 -> byteArrayOf(0x81.toByte(), body.size.toByte())
                else -> byteArrayOf(0x82.toByte(), (body.size shr 8).toByte(), body.size.toByte())
            }
        return byteArrayOf(tag.toByte()) + size + body
    }
}
