package app.landfall.sdk.android

import android.content.Context
import android.os.SystemClock
import android.provider.Settings
import app.landfall.core.Clock
import app.landfall.core.ClockReading
import java.nio.ByteBuffer

/**
 * The phone's clocks: the wall's, which its user sets, and the time since it was started, sleep included, which nobody sets. Judged by `checkClock`.
 *
 * @param uptimeMillis since the phone was started
 * @param bootCount which start that was, from 1; 0 where the phone does not count
 */
class AndroidClock internal constructor(
    private val uptimeMillis: () -> Long,
    private val bootCount: () -> Int,
) : Clock {
    constructor(context: Context) : this(
        SystemClock::elapsedRealtime,
        { Settings.Global.getInt(context.contentResolver, Settings.Global.BOOT_COUNT, 0) },
    )

    override fun read(): ClockReading {
        val wall = System.currentTimeMillis().coerceAtLeast(0) / MILLIS
        return ClockReading(wall.toULong(), (uptimeMillis() / MILLIS).toULong(), boot())
    }

    /** `BOOT_COUNT`, as 16 bytes. */
    private fun boot(): ByteArray {
        val count = bootCount()
        return if (count > 0) ByteBuffer.allocate(BOOT_BYTES).putInt(BOOT_BYTES - Int.SIZE_BYTES, count).array() else ByteArray(0)
    }

    private companion object {
        const val MILLIS = 1000L
        const val BOOT_BYTES = 16
    }
}
