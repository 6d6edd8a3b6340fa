package app.landfall.sdk.android

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent

/**
 * A push message is a wake-up and nothing else: what it says is not read, since the server proves nothing by itself. The host app's own
 * `FirebaseMessagingService.onMessageReceived` calls [pushed], or sends [ACTION] to this app; whatever push service it has.
 */
class WakeUp : BroadcastReceiver() {
    override fun onReceive(
        context: Context,
        intent: Intent,
    ) {
        when (intent.action) {
            ACTION -> pushed(context)

            // After a restart of the phone, or of the app by an update.
            Intent.ACTION_BOOT_COMPLETED, Intent.ACTION_MY_PACKAGE_REPLACED -> Background.schedule(context)
        }
    }

    companion object {
        /** Sent by the host app to itself. */
        const val ACTION = "app.landfall.sdk.android.WAKE_UP"

        /** Somebody has knocked. */
        fun pushed(context: Context) = Background.soon(context)
    }
}
