package app.landfall.sdk.kit

import javax.crypto.Cipher
import javax.crypto.spec.SecretKeySpec
import kotlin.experimental.xor

/** MILENAGE (TS 35.206) as an authentication centre has it, written apart from the card's. */
class Milenage(
    ki: ByteArray,
    private val opc: ByteArray,
) {
    private val aes = Cipher.getInstance("AES/ECB/NoPadding").apply { init(Cipher.ENCRYPT_MODE, SecretKeySpec(ki, "AES")) }

    /** RAND ‖ AUTN for this sequence number (a multiple of 32, since IND is 5 bits), and the RES that the card must answer. */
    fun vector(
        rand: ByteArray,
        sequence: Long,
        amf: ByteArray = byteArrayOf(0x80.toByte(), 0),
    ): Pair<ByteArray, ByteArray> {
        val sqn = ByteArray(6) { (sequence shr (40 - 8 * it)).toByte() }
        val temp = aes.doFinal(rand xor opc)
        val input = sqn + amf + sqn + amf
        // f1: r1 = 64 bits, c1 = 0. f2 and f5: r2 = 0, c2 = 1.
        val mac = (aes.doFinal(temp xor rotated(input xor opc, 8)) xor opc).copyOf(8)
        val out2 = aes.doFinal((temp xor opc).also { it[15] = it[15] xor 1 }) xor opc
        val ak = out2.copyOf(6)
        return (rand + (sqn xor ak) + amf + mac) to out2.copyOfRange(8, 16)
    }
}

private infix fun ByteArray.xor(other: ByteArray) = ByteArray(size) { this[it] xor other[it] }

private fun rotated(
    bytes: ByteArray,
    by: Int,
) = ByteArray(16) { bytes[(it + by) % 16] }
