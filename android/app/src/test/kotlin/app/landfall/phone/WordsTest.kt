package app.landfall.phone

import app.landfall.core.Retry
import app.landfall.core.Trouble
import app.landfall.phone.words.Language
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.TroubleText
import app.landfall.phone.words.chinese
import app.landfall.phone.words.country
import app.landfall.phone.words.text
import app.landfall.phone.words.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

class WordsTest {
    private val places = Regex("\\{\\d}")

    @Test
    fun `both languages say every word, with the same places to fill in`() {
        for (say in Say.all) {
            assertTrue("$say", say.en.isNotBlank() && say.zh.isNotBlank())
            assertEquals("$say", places.findAll(say.en).map { it.value }.toSet(), places.findAll(say.zh).map { it.value }.toSet())
            assertTrue("$say is not translated", say.zh.any(::isHan) || say in latin)
        }
    }

    @Test
    fun `every subject's words are among all words`() {
        val subjects =
            File("src/main/kotlin/app/landfall/phone/words")
                .walk()
                .flatMap { Regex("""enum class (\w+)\([^)]*\) : Say\b""").findAll(it.takeIf(File::isFile)?.readText().orEmpty()) }
                .map { it.groupValues[1] }
                .toSet()
        assertTrue("the subjects were not found", subjects.size > 5)
        assertEquals(subjects, Say.all.map { it.javaClass.simpleName }.toSet())
    }

    // R: F3
    @Test
    fun `every failure that the core names is told in the user's language`() {
        val named = coreKeys()
        assertTrue("the core's names were not found", named.size > 150)
        assertEquals("not translated", emptySet<String>(), named - chinese.keys)
        assertEquals("translated, and named by nothing", emptySet<String>(), chinese.keys - named - named.flatMap(::beginnings))
        for (key in named) {
            val said = Trouble("A title", "What happened.", Retry.YES, "What to do.", key).words(Language.Chinese)
            assertTrue(key, said.title != "A title" && said.title.any(::isHan) && said.explanation.any(::isHan))
        }
    }

    // R: F3
    // R: A3
    @Test
    fun `a country that is none is said as it was typed`() {
        assertEquals("Japan", Language.English.country("JP"))
        assertEquals("日本", Language.Chinese.country("JP"))
        for (typed in listOf("JAPAN", "日本", "JP/KR", "")) assertEquals(typed, Language.English.country(typed))
    }

    @Test
    fun `a failure that is not translated is said in general, or stays as the core says it`() {
        val unknown = Trouble("A title", "What happened.", Retry.YES, "What to do.", "new.in.this.release")
        assertEquals("A title", unknown.words(Language.Chinese).title)
        assertEquals("密码错误", unknown.copy(key = "account.password").words(Language.Chinese).title)
        assertEquals("剩余尝试次数：2。", unknown.copy(key = "pin.wrong", explanation = "2 tries are left.").words(Language.Chinese).explanation)
        assertEquals("Tries left: 3", SaySims.TriesLeft.text(Language.English, 3))
        val soldOut = unknown.copy(key = "kiosk.refused.soldout").words(Language.Chinese)
        assertEquals(TroubleText("自助机拒绝了", "此产品已售罄，请选择其他产品。", ""), soldOut)
        val newer = unknown.copy(key = "kiosk.refused.soldout.today").words(Language.Chinese)
        assertEquals("the core says what is new", soldOut.copy(advice = "What happened."), newer)
        assertEquals(TroubleText("A title", "What happened.", "What to do."), unknown.copy(key = "pin.wrong").words(Language.English))
    }

    /** The keys as the Rust of the core's surface writes them: what a match comes to, and the first words of the others. */
    private fun coreKeys(): Set<String> {
        val surface = File("../../bindings/ffi/src")
        val tables = listOf(File(surface, "trouble.rs")) + File(surface, "trouble").listFiles().orEmpty()
        val key = Regex(""""([a-z]+(?:\.[a-z]+)*)"(?!\s*(?:=>|\|))""")
        val alone = Regex("""LandfallError::(?:failed|invalid)\(\s*"([a-z.]+)""")
        val others = surface.walk().filter { it.extension == "rs" }.flatMap { alone.findAll(it.readText()) }
        return (tables.flatMap { key.findAll(it.readText()) } + others).map { it.groupValues[1] }.toSet()
    }

    private fun beginnings(key: String) = generateSequence(key) { name -> name.substringBeforeLast('.', "").ifEmpty { null } }.drop(1)

    private fun isHan(letter: Char) = Character.UnicodeScript.of(letter.code) == Character.UnicodeScript.HAN

    private companion object {
        /** The same in both languages. */
        val latin = setOf(SayGet.LinkWifi, SayGet.CodeHint, SayGet.BytesOf)
    }
}
