package app.landfall.phone

import android.app.Activity
import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import android.content.Intent
import android.os.Build
import app.landfall.phone.model.OwnEsim
import app.landfall.phone.model.Platform
import app.landfall.phone.model.Touch
import app.landfall.sdk.android.EuiccHandOver
import app.landfall.sdk.android.LandfallAndroid
import app.landfall.sdk.android.OmapiSecureElement

/** What the app has of a phone with Android. */
class AndroidPlatform(
    private val context: Context,
) : Platform {
    private val landfall = LandfallAndroid(context, secureElement = OmapiSecureElement(context))
    private val kiosks = KioskTouch(context)
    private val euicc = EuiccHandOver(context)
    override val settings = landfall.settings
    override val ports = landfall.ports
    override val phoneName: String = Build.MODEL
    override val server = "https://cloud.landfall.example"

    // The system's code scanner is an app of its own, where there is one: until it is bound here, codes are typed or pasted.
    override val canScan = false

    override suspend fun scan(): String? = null

    override val touch: Touch? get() = kiosks.takeIf { it.isThere }

    override val ownEsim: OwnEsim? get() = SystemEsim(context, euicc, clipboard).takeIf { euicc.isThere }

    private val clipboard get() = context.getSystemService(ClipboardManager::class.java)

    /** The activity that the user sees; null while none is in front. */
    fun inFront(activity: Activity?) = kiosks.inFront(activity)

    override fun share(text: String) {
        val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
        context.startActivity(Intent.createChooser(send, null).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
    }

    override fun pasted(): String? =
        clipboard
            ?.primaryClip
            ?.takeIf { it.itemCount > 0 }
            ?.getItemAt(0)
            ?.coerceToText(context)
            ?.toString()
}

/** A code for the clipboard: the system's page may ask for it. */
internal fun clip(code: String): ClipData = ClipData.newPlainText("LPA", code)
