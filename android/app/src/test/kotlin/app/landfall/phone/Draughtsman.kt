package app.landfall.phone

import androidx.compose.ui.ExperimentalComposeUiApi
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.node.RootForTest
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.unit.Density
import app.landfall.desk.deskFont
import app.landfall.phone.look.LandfallTheme
import app.landfall.phone.look.OneLine
import app.landfall.phone.words.Language
import org.jetbrains.skia.Canvas
import org.jetbrains.skia.Color
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.FontMgr
import org.jetbrains.skia.FontStyle
import org.jetbrains.skia.Image
import org.jetbrains.skia.Paint
import org.jetbrains.skia.Rect
import org.jetbrains.skia.SamplingMode
import org.jetbrains.skia.Surface
import java.awt.image.BufferedImage
import java.awt.image.DataBufferByte
import java.awt.image.IndexColorModel
import java.io.ByteArrayInputStream
import java.io.File
import javax.imageio.ImageIO

/** A phone's screen, in pixels at density 1. */
const val WIDTH = 390
const val HEIGHT = 844

/** How a picture is drawn. */
data class Manner(
    val language: Language,
    val isDark: Boolean,
    val scale: Float = 1f,
) {
    val name get() = language.locale.language + (if (isDark) "-dark" else "-light") + if (scale > 1f) "-200" else ""
}

/** What was drawn, and what is wrong with its words. */
class Drawn(
    val image: Image,
    val faults: List<String>,
    val words: List<String>,
)

@OptIn(ExperimentalComposeUiApi::class)
fun Picture.draw(manner: Manner): Drawn {
    val scene =
        ImageComposeScene(WIDTH, HEIGHT, Density(1f, manner.scale)) {
            LandfallTheme(manner.language, manner.isDark, deskFont) { Draw() }
        }
    try {
        scene.render(0)
        val image = scene.render(400_000_000)
        val nodes = scene.roots.flatMap { (it as RootForTest).semanticsOwner.unmergedRootSemanticsNode.all() }
        return Drawn(image, nodes.flatMap { faults(it) }.map { "$name ${manner.name}: $it" }, nodes.flatMap { it.words() })
    } finally {
        scene.close()
    }
}

/** What is wrong with the words of one node: a button's on two lines, anything cut off at a side. */
private fun faults(node: SemanticsNode): List<String> {
    val results = mutableListOf<TextLayoutResult>()
    node.config
        .getOrNull(SemanticsActions.GetTextLayoutResult)
        ?.action
        ?.invoke(results)
    val isOneLine = OneLine in node.config
    // What is typed scrolls within its field.
    val isTyped = SemanticsProperties.EditableText in node.config
    return results.flatMap { result ->
        val text = "\"${result.layoutInput.text.text}\""
        listOfNotNull(
            if (isOneLine && result.lineCount != 1) "$text stands on ${result.lineCount} lines" else null,
            if (!isTyped && result.didOverflowWidth) "$text is wider than its place" else null,
            if (node.positionInRoot.x < 0 || node.positionInRoot.x + node.size.width > WIDTH) "$text leaves the screen at a side" else null,
        )
    }
}

/** The pictures side by side, each with its name. */
fun sheet(
    drawn: List<Pair<String, Image>>,
    columns: Int,
    share: Float,
    isDark: Boolean,
): Image {
    val (width, height) = (WIDTH * share) to (HEIGHT * share)
    val (gap, label) = 16f to 22f
    val rows = (drawn.size + columns - 1) / columns
    val surface = Surface.makeRasterN32Premul((columns * (width + gap) + gap).toInt(), (rows * (height + gap + label) + gap).toInt())
    val canvas: Canvas = surface.canvas
    canvas.clear(if (isDark) Color.makeRGB(48, 54, 58) else Color.makeRGB(205, 212, 214))
    val font = org.jetbrains.skia.Font(FontMgr.default.matchFamilyStyle("Noto Sans CJK SC", FontStyle.NORMAL), 13f)
    val ink = Paint().apply { color = if (isDark) Color.WHITE else Color.BLACK }
    drawn.forEachIndexed { at, (name, image) ->
        val (x, y) = (gap + at % columns * (width + gap)) to (gap + at / columns * (height + gap + label))
        canvas.drawString(name, x, y + 14f, font, ink)
        canvas.drawImageRect(
            image,
            Rect.makeWH(WIDTH.toFloat(), HEIGHT.toFloat()),
            Rect.makeXYWH(x, y + label, width, height),
            SamplingMode.MITCHELL,
            Paint(),
            true,
        )
    }
    return surface.makeImageSnapshot()
}

fun Image.write(file: File) {
    file.parentFile.mkdirs()
    val all = ImageIO.read(ByteArrayInputStream(checkNotNull(encodeToData(EncodedImageFormat.PNG)).bytes))
    ImageIO.write(indexed(all), "png", file)
}

/** The same in its 256 most frequent colours, which the eye does not miss: a third of the size. */
private fun indexed(from: BufferedImage): BufferedImage {
    val pixels = from.getRGB(0, 0, from.width, from.height, null, 0, from.width)
    val counts = HashMap<Int, Int>()
    // Shades that nobody tells apart count as one.
    for (at in pixels.indices) {
        pixels[at] = pixels[at] and 0xFCFCFC
        counts.merge(pixels[at], 1, Int::plus)
    }
    val palette =
        counts.entries
            .sortedByDescending { it.value }
            .take(256)
            .map { it.key }
    val nearest = counts.keys.associateWith { colour -> palette.indices.minBy { distance(palette[it], colour) }.toByte() }

    fun channel(shift: Int) = ByteArray(palette.size) { (palette[it] shr shift and 0xFF or 3).toByte() }
    val to =
        BufferedImage(from.width, from.height, BufferedImage.TYPE_BYTE_INDEXED, IndexColorModel(8, palette.size, channel(16), channel(8), channel(0)))
    val target = (to.raster.dataBuffer as DataBufferByte).data
    for (at in pixels.indices) target[at] = nearest.getValue(pixels[at])
    return to
}

private fun distance(
    one: Int,
    other: Int,
): Int {
    val red = (one shr 16 and 0xFF) - (other shr 16 and 0xFF)
    val green = (one shr 8 and 0xFF) - (other shr 8 and 0xFF)
    val blue = (one and 0xFF) - (other and 0xFF)
    return red * red + green * green + blue * blue
}
