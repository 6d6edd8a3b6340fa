package app.landfall.sdk.android

import app.landfall.core.checkClock
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class AndroidClockTest {
    private fun uptime() = System.nanoTime() / 1_000_000

    // R: F8
    @Test
    fun `it keeps the contract, whether the phone counts its starts or not`() {
        assertNull(checkClock(AndroidClock(::uptime) { 7 }))
        assertNull(checkClock(AndroidClock(::uptime) { 0 }))
    }

    // R: F8
    @Test
    fun `each start of the phone has its own name`() {
        val names = listOf(0, 1, 256).map { AndroidClock(::uptime) { it }.read().boot }
        assertEquals(listOf(0, 16, 16), names.map { it.size })
        assertFalse(names[1].contentEquals(names[2]))
        assertTrue(names[2].take(14).all { it == 0.toByte() })
    }
}
