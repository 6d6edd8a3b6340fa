package app.landfall.sdk

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class TypedTest {
    @Test
    fun `what was typed is overwritten, also after a failure`() {
        val characters = "p\u00E4ss 密码".toCharArray()
        var kept = ByteArray(0)
        val failure =
            assertThrows(IllegalStateException::class.java) {
                typed(characters) { bytes ->
                    assertArrayEquals("p\u00E4ss 密码".toByteArray(), bytes)
                    kept = bytes
                    error("no")
                }
            }
        assertTrue(failure.message == "no" && kept.isNotEmpty())
        assertTrue(kept.all { it == 0.toByte() } && characters.all { it == '\u0000' })
    }
}
