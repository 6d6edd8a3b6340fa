package app.landfall.phone

import android.content.ClipboardManager
import android.content.Context
import android.content.Intent
import android.content.IntentSender
import app.landfall.phone.model.Given
import app.landfall.phone.model.OwnEsim
import app.landfall.sdk.android.EuiccHandOver
import app.landfall.sdk.android.HandedOver

/** The phone's own eSIM. Where the system asks its user, its page is opened, and the code lies in the clipboard. */
internal class SystemEsim(
    private val context: Context,
    private val euicc: EuiccHandOver,
    private val clipboard: ClipboardManager?,
) : OwnEsim {
    override suspend fun give(code: String): Given =
        when (val handed = euicc.give(code)) {
            HandedOver.Done -> {
                Given.Done
            }

            is HandedOver.NeedsUser -> {
                clipboard?.setPrimaryClip(clip(code))
                try {
                    context.startIntentSender(handed.sender.intentSender, null, Intent.FLAG_ACTIVITY_NEW_TASK, Intent.FLAG_ACTIVITY_NEW_TASK, 0)
                    Given.BySystem
                } catch (_: IntentSender.SendIntentException) {
                    Given.Failed(0)
                }
            }

            is HandedOver.BySystem -> {
                clipboard?.setPrimaryClip(clip(code))
                context.startActivity(handed.page.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
                Given.BySystem
            }

            is HandedOver.Failed -> {
                Given.Failed(handed.code)
            }
        }
}
