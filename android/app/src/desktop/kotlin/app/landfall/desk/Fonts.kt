package app.landfall.desk

import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.Font
import org.jetbrains.skia.Data
import org.jetbrains.skia.Typeface
import java.io.File
import java.nio.ByteBuffer

private const val FAMILY = "Noto Sans CJK SC"
private const val FOLDER = "/usr/share/fonts/opentype/noto"

/** One family for both scripts, where Debian's fonts-noto-cjk is there; else what the system has. A phone has its own. */
val deskFont: FontFamily by lazy {
    val faces =
        listOf("Regular" to FontWeight.Normal, "Bold" to FontWeight.Bold).mapNotNull { (name, weight) ->
            val file = File(FOLDER, "NotoSansCJK-$name.ttc")
            if (file.exists()) face(file.readBytes())?.let { Font("$FAMILY $name", it, weight) } else null
        }
    if (faces.size == 2) FontFamily(faces) else FontFamily.Default
}

/** The simplified Chinese face of a collection: Compose reads the first face of a file only, which is the Japanese one. */
private fun face(collection: ByteArray): ByteArray? {
    val bytes = ByteBuffer.wrap(collection)
    val count = bytes.getInt(8)
    val index = (0 until count).firstOrNull { Typeface.makeFromData(Data.makeFromBytes(collection), it).familyName == FAMILY } ?: return null
    return alone(bytes, bytes.getInt(12 + 4 * index))
}

/** The font at [start] of a collection (OpenType, "Font collections") as a file of its own. */
private fun alone(
    from: ByteBuffer,
    start: Int,
): ByteArray {
    val tables = from.getShort(start + 4).toInt()
    val records = (0 until tables).map { start + 12 + 16 * it }
    val header = 12 + 16 * tables
    val to = ByteBuffer.allocate(header + records.sumOf { (from.getInt(it + 12) + 3) / 4 * 4 })
    to.put(from.array(), start, header)
    var place = header
    records.forEachIndexed { at, record ->
        val length = from.getInt(record + 12)
        to.putInt(12 + 16 * at + 8, place)
        System.arraycopy(from.array(), from.getInt(record + 8), to.array(), place, length)
        place += (length + 3) / 4 * 4
    }
    return to.array()
}
