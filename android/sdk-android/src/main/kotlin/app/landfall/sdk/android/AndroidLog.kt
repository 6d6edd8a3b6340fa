package app.landfall.sdk.android

import android.util.Log
import app.landfall.core.LogLevel
import app.landfall.core.LogSink

/** The core's doings in Android's log, under one tag. No secret is in it. */
class AndroidLog(
    private val least: LogLevel = LogLevel.INFO,
) : LogSink {
    override fun log(
        level: LogLevel,
        target: String,
        message: String,
    ) {
        if (level < least) return
        Log.println(priority(level), "Landfall", "$target: $message")
    }

    private fun priority(level: LogLevel) =
        when (level) {
            LogLevel.DEBUG -> Log.DEBUG
            LogLevel.INFO -> Log.INFO
            LogLevel.WARNING -> Log.WARN
            LogLevel.ERROR -> Log.ERROR
        }
}
