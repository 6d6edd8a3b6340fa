package app.landfall.phone

import android.Manifest.permission.BLUETOOTH_CONNECT
import android.Manifest.permission.BLUETOOTH_SCAN
import android.Manifest.permission.NEARBY_WIFI_DEVICES
import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Build
import app.landfall.phone.model.OwnEsim
import app.landfall.phone.model.Platform
import app.landfall.phone.model.Touch
import app.landfall.sdk.android.EuiccHandOver
import app.landfall.sdk.android.LandfallAndroid
import app.landfall.sdk.android.OmapiSecureElement

/** What the app has of a phone with Android. */
internal class AndroidPlatform(
    private val context: Context,
) : Platform {
    private val landfall = LandfallAndroid(context, secureElement = OmapiSecureElement(context))
    private val kiosks = KioskTouch(context)
    private val euicc = EuiccHandOver(context)
    override val settings = landfall.settings
    override val ports = landfall.ports
    override val phoneName: String = Build.MODEL
    override val server = "https://cloud.landfall.example"

    /** What the user is asked over the activity in front. */
    val asks = Asks(context)

    override val canScan get() = context.packageManager.hasSystemFeature(PackageManager.FEATURE_CAMERA_ANY)

    override suspend fun scan(): String? = asks.scan()

    override suspend fun allowSearch() = asks.allow(BLUETOOTH_SCAN, BLUETOOTH_CONNECT, NEARBY_WIFI_DEVICES)

    override val touch: Touch? get() = kiosks.takeIf { it.isThere }

    override val ownEsim: OwnEsim? get() = SystemEsim(context, euicc, clipboard).takeIf { euicc.isThere }

    private val clipboard get() = context.getSystemService(ClipboardManager::class.java)

    /** The activity that the user sees; null while none is in front. */
    fun inFront(activity: MainActivity?) {
        kiosks.inFront(activity)
        asks.front = activity?.front
    }

    /** What the system brings to the activity in front: a tag, if the user was asked for one. */
    fun touched(intent: Intent) = kiosks.touched(intent)

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
