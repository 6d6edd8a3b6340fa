package app.landfall.sdk.android

import android.app.KeyguardManager
import android.content.Context
import app.landfall.core.Landfall
import app.landfall.core.OpenSettings
import app.landfall.core.Ports
import app.landfall.core.setLogSink
import app.landfall.sdk.LandfallNative
import java.io.File

/**
 * Landfall on this phone: the core over Android's keystore, clocks, installer and search of the network.
 *
 * @property settings where the data lies: out of backups
 * @property ports what the platform gives
 */
class LandfallAndroid(
    context: Context,
    keys: KeyOptions = KeyOptions(),
    driver: String? = null,
    secureElement: OmapiSecureElement? = null,
) {
    private val app = context.applicationContext

    init {
        LandfallNative.load(app)
        setLogSink(AndroidLog())
    }

    val settings = OpenSettings(File(app.noBackupFilesDir, "landfall").path, null)

    val ports =
        Ports(
            keystore = AndroidKeystore(keys) { app.getSystemService(KeyguardManager::class.java)?.isDeviceLocked == true },
            device = AndroidDevice(app, driver),
            clock = AndroidClock(app),
            installer = ApkInstaller(app, driver),
            secureElement = secureElement,
            serviceBrowser = NsdBrowser(app),
        )

    /** Opens the data folder; call `start` on it next. Blocks: not on the main thread. */
    fun open(): Landfall = Landfall.open(settings, ports)
}
