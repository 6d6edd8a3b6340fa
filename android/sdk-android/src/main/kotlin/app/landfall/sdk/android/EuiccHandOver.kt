package app.landfall.sdk.android

import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.net.Uri
import android.telephony.euicc.DownloadableSubscription
import android.telephony.euicc.EuiccManager
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlin.coroutines.resume

/** What became of a hand-over. */
sealed interface HandedOver {
    /** The phone's own eSIM has the profile. */
    data object Done : HandedOver

    /** The user must agree first: start [sender] from an activity, then ask again. */
    data class NeedsUser(
        val sender: PendingIntent,
    ) : HandedOver

    /** The phone lets only its operators' apps do this: open [page], the system's own, and the user goes on there. */
    data class BySystem(
        val page: Intent,
    ) : HandedOver

    /** The phone has no eSIM, or the operator's server said no. [code] is Android's. */
    data class Failed(
        val code: Int,
    ) : HandedOver
}

/**
 * Hands an activation code to the phone's own eSIM. Its chip trusts the GSMA's CI alone, so this serves only codes of servers certified under that.
 */
class EuiccHandOver(
    private val context: Context,
) {
    private val manager = context.getSystemService(EuiccManager::class.java)

    /** Whether there is an eSIM that can be used now. */
    val isThere: Boolean get() = manager?.isEnabled == true

    /** Hands over [code], `LPA:1$…`. Takes as long as a download takes. */
    suspend fun give(code: String): HandedOver {
        val euicc = manager?.takeIf { it.isEnabled } ?: return HandedOver.Failed(EuiccManager.EMBEDDED_SUBSCRIPTION_RESULT_ERROR)
        val (result, intent) =
            try {
                downloaded(euicc, code)
            } catch (_: SecurityException) {
                return HandedOver.BySystem(page(code))
            }
        return when (result) {
            EuiccManager.EMBEDDED_SUBSCRIPTION_RESULT_OK -> {
                HandedOver.Done
            }

            EuiccManager.EMBEDDED_SUBSCRIPTION_RESULT_RESOLVABLE_ERROR -> {
                resolution(intent)?.let(HandedOver::NeedsUser) ?: HandedOver.BySystem(page(code))
            }

            else -> {
                val detail = intent.getIntExtra(EuiccManager.EXTRA_EMBEDDED_SUBSCRIPTION_DETAILED_CODE, 0)
                // The phone takes downloads only from apps that its SIMs' operators name.
                if (detail == 0) HandedOver.BySystem(page(code)) else HandedOver.Failed(detail)
            }
        }
    }

    private suspend fun downloaded(
        euicc: EuiccManager,
        code: String,
    ): Pair<Int, Intent> =
        suspendCancellableCoroutine { waiting ->
            val receiver =
                object : BroadcastReceiver() {
                    override fun onReceive(
                        context: Context,
                        intent: Intent,
                    ) {
                        context.unregisterReceiver(this)
                        if (waiting.isActive) waiting.resume(resultCode to intent)
                    }
                }
            context.registerReceiver(receiver, IntentFilter(ACTION), Context.RECEIVER_NOT_EXPORTED)
            waiting.invokeOnCancellation { runCatching { context.unregisterReceiver(receiver) } }
            euicc.downloadSubscription(DownloadableSubscription.forActivationCode(code), true, callback())
        }

    private fun callback() =
        // The system writes its answer into it.
        PendingIntent.getBroadcast(
            context,
            0,
            Intent(ACTION).setPackage(context.packageName),
            PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_MUTABLE,
        )

    /** How the user resolves it, as the system says. */
    private fun resolution(intent: Intent): PendingIntent? =
        intent.getParcelableExtra(EuiccManager.EXTRA_EMBEDDED_SUBSCRIPTION_RESOLUTION_INTENT, PendingIntent::class.java)

    /** What the phone opens for an `LPA:` link (some do), else its own list of eSIMs, where the user scans or types the code. */
    private fun page(code: String): Intent {
        val link = Intent(Intent.ACTION_VIEW, Uri.parse(code))
        return link.takeIf { it.resolveActivity(context.packageManager) != null } ?: Intent(EuiccManager.ACTION_MANAGE_EMBEDDED_SUBSCRIPTIONS)
    }

    private companion object {
        const val ACTION = "app.landfall.sdk.android.ESIM_DOWNLOADED"
    }
}
