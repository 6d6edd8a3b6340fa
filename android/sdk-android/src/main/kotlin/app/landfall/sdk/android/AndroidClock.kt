package app.landfall.sdk.android

import android.content.Context
import android.os.SystemClock
import android.provider.Settings
import app.landfall.core.Clock
import app.landfall.core.ClockReading
import java.nio.ByteBuffer

/** The phone's clocks: the wall's, which its user sets, and the time since it was started, sleep included, which nobody sets. */
class AndroidClock(
    private val context: Context,
) : Clock {
    override fun read(): ClockReading {
        val wall = System.currentTimeMillis().coerceAtLeast(0) / MILLIS
        val uptime = SystemClock.elapsedRealtime() / MILLIS
        return ClockReading(wall.toULong(), uptime.toULong(), boot())
    }

    /** Which start of the phone this is: `BOOT_COUNT`, as 16 bytes. Empty where the phone does not count. */
    private fun boot(): ByteArray {
        val count = Settings.Global.getInt(context.contentResolver, Settings.Global.BOOT_COUNT, 0)
        return if (count > 0) ByteBuffer.allocate(BOOT_BYTES).putInt(BOOT_BYTES - Int.SIZE_BYTES, count).array() else ByteArray(0)
    }

    private companion object {
        const val MILLIS = 1000L
        const val BOOT_BYTES = 16
    }
}
