package app.landfall.phone

import androidx.compose.material3.Text
import androidx.compose.ui.unit.sp
import app.landfall.phone.look.MainButton
import app.landfall.phone.words.Language
import org.jetbrains.skia.FontMgr
import org.jetbrains.skia.FontStyle
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

/** Every screen in every state, in both languages, light and dark, and with letters twice as large: drawn, and looked at for what a test can see. */
class PicturesTest {
    /** Where the pictures go, if somebody wants to look at them: writing takes longer than drawing. */
    private val folder =
        System
            .getProperty("landfall.screens")
            .orEmpty()
            .ifEmpty { null }
            ?.let(::File)

    private fun sheetOf(manner: Manner): List<String> {
        val drawn = pictures.map { it.name to it.draw(manner) }
        if (folder != null) {
            sheet(drawn.map { (name, picture) -> name to picture.image }, COLUMNS, SHARE, manner.isDark).write(File(folder, "${manner.name}.png"))
        }
        if (folder != null && System.getProperty("landfall.single") != null) {
            drawn.forEach { (name, picture) -> picture.image.write(File(folder, "${manner.name}/$name.png")) }
        }
        return drawn.flatMap { (name, picture) -> picture.faults + missing(picture.words).map { "$name ${manner.name}: no glyph for $it" } }
    }

    /** The letters that neither the font of the desk nor another one of the system can draw. */
    private fun missing(words: List<String>): List<String> =
        words
            .flatMap { it.codePoints().toArray().toList() }
            .toSet()
            .filter { it > 32 && font?.getUTF32Glyph(it) == 0.toShort() }
            .map { String(Character.toChars(it)) }

    private fun check(faults: List<String>) = assertEquals("", faults.joinToString("\n"))

    @Test
    fun `English, light`() = check(sheetOf(Manner(Language.English, false)))

    @Test
    fun `English, dark`() = check(sheetOf(Manner(Language.English, true)))

    @Test
    fun `Chinese, light`() = check(sheetOf(Manner(Language.Chinese, false)))

    @Test
    fun `Chinese, dark`() = check(sheetOf(Manner(Language.Chinese, true)))

    @Test
    fun `English, light, with letters twice as large`() = check(sheetOf(Manner(Language.English, false, 2f)))

    @Test
    fun `English, dark, with letters twice as large`() = check(sheetOf(Manner(Language.English, true, 2f)))

    @Test
    fun `Chinese, light, with letters twice as large`() = check(sheetOf(Manner(Language.Chinese, false, 2f)))

    @Test
    fun `Chinese, dark, with letters twice as large`() = check(sheetOf(Manner(Language.Chinese, true, 2f)))

    @Test
    fun `a button on two lines, and words that leave the screen, are seen`() {
        val wrapped = Picture("wrapped") { MainButton("This says far too much to stand on one line of a phone", "x") {} }
        assertTrue(wrapped.draw(Manner(Language.English, false)).faults.any { "2 lines" in it })
        val wide = Picture("wide") { Text("Wider than the screen is by far, and not broken either", softWrap = false, fontSize = 40.sp) }
        assertTrue(wide.draw(Manner(Language.English, false)).faults.any { "wider than its place" in it })
        assertEquals(listOf("\uDB80\uDC01"), missing(listOf("a中\uDB80\uDC01")))
    }

    @Test
    fun `there is a font for both scripts`() = assertTrue("install fonts-noto-cjk: Chinese would be boxes", font != null)

    private companion object {
        const val COLUMNS = 10
        const val SHARE = 0.6f
        val font = FontMgr.default.matchFamilyStyle("Noto Sans CJK SC", FontStyle.NORMAL)
    }
}
