package app.landfall.phone.model

import com.google.zxing.BinaryBitmap
import com.google.zxing.DecodeHintType
import com.google.zxing.PlanarYUVLuminanceSource
import com.google.zxing.ReaderException
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader

private val hints = mapOf(DecodeHintType.TRY_HARDER to true)

/**
 * The text of the QR code in a picture, however it is turned; null if there is none that can be read. [luminance] has [height] rows of [stride] bytes, the
 * first [width] of each the picture: the first plane of YUV_420_888.
 */
fun qrCode(
    luminance: ByteArray,
    width: Int,
    height: Int,
    stride: Int = width,
): String? {
    // A camera's last row may end with the picture.
    val rows = if (luminance.size < stride * height) luminance.copyOf(stride * height) else luminance
    val source = PlanarYUVLuminanceSource(rows, stride, height, 0, 0, width, height, false)
    return try {
        QRCodeReader().decode(BinaryBitmap(HybridBinarizer(source)), hints).text
    } catch (_: ReaderException) {
        null
    }
}
