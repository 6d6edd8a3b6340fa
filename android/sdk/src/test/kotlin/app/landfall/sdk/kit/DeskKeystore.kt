package app.landfall.sdk.kit

import app.landfall.core.Keystore
import app.landfall.core.KeystoreFailure
import app.landfall.core.KeystoreProtection
import app.landfall.core.SigningKeyInfo
import java.io.File
import java.math.BigInteger
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import java.security.GeneralSecurityException
import java.security.KeyFactory
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import java.security.spec.PKCS8EncodedKeySpec
import java.security.spec.X509EncodedKeySpec
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

/** Keys as files, for a desk: they guard nothing, and last over a kill. */
open class DeskKeystore(
    private val folder: File,
) : Keystore {
    init {
        folder.mkdirs()
    }

    override fun protection() = KeystoreProtection.SOFTWARE

    @Synchronized
    override fun generateSigningKey(
        id: String,
        challenge: ByteArray,
    ): SigningKeyInfo {
        if (!file(id, PUBLIC).exists()) {
            val pair = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
            write(id, PRIVATE, pair.private.encoded)
            write(id, PUBLIC, pair.public.encoded)
        }
        return attest(id)
    }

    override fun attest(id: String): SigningKeyInfo {
        val key = KeyFactory.getInstance("EC").generatePublic(X509EncodedKeySpec(read(id, PUBLIC))) as ECPublicKey
        return SigningKeyInfo(byteArrayOf(4) + key.w.affineX.bytes32() + key.w.affineY.bytes32(), emptyList())
    }

    override fun sign(
        id: String,
        message: ByteArray,
    ): ByteArray {
        val key = KeyFactory.getInstance("EC").generatePrivate(PKCS8EncodedKeySpec(read(id, PRIVATE)))
        return Signature.getInstance("SHA256withECDSA").run {
            initSign(key)
            update(message)
            sign()
        }
    }

    @Synchronized
    override fun makeWrappingKey(id: String) {
        if (!file(id, WRAPPING).exists()) write(id, WRAPPING, random(32))
    }

    override fun wrap(
        id: String,
        plain: ByteArray,
    ): ByteArray {
        val nonce = random(12)
        return nonce + cipher(Cipher.ENCRYPT_MODE, id, nonce).doFinal(plain)
    }

    override fun unwrap(
        id: String,
        wrapped: ByteArray,
    ): ByteArray {
        if (wrapped.size < 28) {
            read(id, WRAPPING)
            throw KeystoreFailure.Damaged()
        }
        val cipher = cipher(Cipher.DECRYPT_MODE, id, wrapped.copyOf(12))
        return try {
            cipher.doFinal(wrapped, 12, wrapped.size - 12)
        } catch (_: GeneralSecurityException) {
            throw KeystoreFailure.Damaged()
        }
    }

    override fun rewrap(
        from: String,
        to: String,
        wrapped: ByteArray,
    ) = wrap(to, unwrap(from, wrapped))

    override fun number(id: String) = file(id, NUMBER).takeIf(File::exists)?.readText()?.toULong() ?: 0uL

    @Synchronized
    override fun raise(
        id: String,
        number: ULong,
    ) {
        if (listOf(PUBLIC, WRAPPING).any { file(id, it).exists() }) throw KeystoreFailure.NoSuchKey()
        if (number > number(id)) write(id, NUMBER, number.toString().toByteArray())
    }

    @Synchronized
    override fun destroy(id: String) {
        listOf(PUBLIC, PRIVATE, WRAPPING, NUMBER).forEach { Files.deleteIfExists(file(id, it).toPath()) }
    }

    private fun cipher(
        mode: Int,
        id: String,
        nonce: ByteArray,
    ) = Cipher.getInstance("AES/GCM/NoPadding").apply {
        init(mode, SecretKeySpec(read(id, WRAPPING), "AES"), GCMParameterSpec(128, nonce))
    }

    private fun file(
        id: String,
        kind: String,
    ) = File(folder, "$id.$kind")

    private fun read(
        id: String,
        kind: String,
    ): ByteArray {
        val file = file(id, kind)
        if (!file.exists()) throw KeystoreFailure.NoSuchKey()
        return file.readBytes()
    }

    private fun write(
        id: String,
        kind: String,
        bytes: ByteArray,
    ) {
        val part = file(id, "$kind.part").apply { writeBytes(bytes) }
        Files.move(part.toPath(), file(id, kind).toPath(), StandardCopyOption.ATOMIC_MOVE)
    }

    private companion object {
        const val PUBLIC = "public"
        const val PRIVATE = "private"
        const val WRAPPING = "wrapping"
        const val NUMBER = "number"
    }
}

/** 32 bytes, big-endian, whatever the number's own size is. */
fun BigInteger.bytes32(): ByteArray = toByteArray().let { bytes -> ByteArray(32 - minOf(32, bytes.size)) + bytes.takeLast(32) }
