package app.landfall.phone

import app.landfall.core.Retry
import app.landfall.core.Trouble
import app.landfall.phone.words.Language
import app.landfall.phone.words.Say
import app.landfall.phone.words.chinese
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
        for (say in Say.entries) {
            assertTrue("$say", say.en.isNotBlank() && say.zh.isNotBlank())
            assertEquals("$say", places.findAll(say.en).map { it.value }.toSet(), places.findAll(say.zh).map { it.value }.toSet())
            val hasHan = say.zh.any { Character.UnicodeScript.of(it.code) == Character.UnicodeScript.HAN }
            assertTrue("$say is not translated", hasHan || say in latin)
        }
    }

    @Test
    fun `every failure that the core names is translated`() {
        val source = File("../../bindings/ffi/src").walk().filter { it.extension == "rs" }.joinToString("\n") { it.readText() }
        val named =
            Regex("As::\\w+(?:\\([^)]*\\)+)?, \"([a-z.]+)\"")
                .findAll(source)
                .map { it.groupValues[1] }
                .filter { it.isNotEmpty() }
                .toSet()
        assertTrue("the core's names were not found", named.size > 40)
        assertEquals(emptySet<String>(), named - chinese.keys)
    }

    @Test
    fun `a failure that is not translated stays as the core says it`() {
        val unknown = Trouble("A title", "What happened.", Retry.YES, "What to do.", "new.in.this.release")
        assertEquals("A title", unknown.words(Language.Chinese).title)
        assertEquals("密码错误", unknown.copy(key = "account.password").words(Language.Chinese).title)
        assertEquals("剩余尝试次数：2。", unknown.copy(key = "pin.wrong", explanation = "2 tries are left.").words(Language.Chinese).explanation)
        assertEquals("Tries left: 3", Say.TriesLeft.text(Language.English, 3))
    }

    private companion object {
        /** The same in both languages. */
        val latin = setOf(Say.LinkWifi, Say.CodeHint, Say.BytesOf)
    }
}
