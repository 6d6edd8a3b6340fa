package app.landfall.phone

import app.landfall.phone.model.qrCode
import com.google.zxing.BarcodeFormat
import com.google.zxing.qrcode.QRCodeWriter
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test
import java.util.Random

/** Codes as a camera shows them. */
class QrCodeTest {
    /** A picture of grey noise, with [text]'s code in it, turned by so many quarters. */
    private fun picture(
        text: String?,
        quarters: Int = 0,
    ): ByteArray {
        val dice = Random(7)
        val grey = ByteArray(STRIDE * HEIGHT) { (150 + dice.nextInt(40)).toByte() }
        val code = QRCodeWriter().encode(text ?: return grey, BarcodeFormat.QR_CODE, 240, 240)
        for (x in 0 until 240) {
            for (y in 0 until 240) {
                val (left, top) = listOf(x to y, 239 - y to x, 239 - x to 239 - y, y to 239 - x)[quarters]
                val light = if (code[x, y]) 20 + dice.nextInt(30) else 190 + dice.nextInt(40)
                grey[(top + 120) * STRIDE + left + 200] = light.toByte()
            }
        }
        return grey
    }

    @Test
    fun `a code is read however the phone is held`() {
        for (quarters in 0..3) {
            assertEquals(CODE, qrCode(picture(CODE, quarters), WIDTH, HEIGHT, STRIDE))
        }
    }

    @Test
    fun `a picture without a code says nothing`() {
        assertNull(qrCode(picture(null), WIDTH, HEIGHT, STRIDE))
    }

    @Test
    fun `the last row may end with the picture`() {
        val cut = picture(CODE).copyOf(STRIDE * (HEIGHT - 1) + WIDTH)
        assertEquals(CODE, qrCode(cut, WIDTH, HEIGHT, STRIDE))
    }

    private companion object {
        const val WIDTH = 640
        const val HEIGHT = 480

        /** Rows are longer than the picture in many cameras. */
        const val STRIDE = 704
        const val CODE = "LPA:1\$kiosk.example.com\$7QK2-M4TD"
    }
}
