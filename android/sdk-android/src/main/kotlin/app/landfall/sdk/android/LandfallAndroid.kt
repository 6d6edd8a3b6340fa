package app.landfall.sdk.android

import android.app.KeyguardManager
import android.content.Context
import app.landfall.core.Landfall
import app.landfall.core.OpenSettings
import app.landfall.core.Ports
import app.landfall.core.Remains
import app.landfall.core.setLogSink
import app.landfall.sdk.LandfallNative
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
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

    private val one = Mutex()
    private var opened: Landfall? = null

    /** The data folder, opened and started once, the same for everybody. What failed is tried anew by who asks next. */
    suspend fun landfall(): Landfall =
        one.withLock {
            opened ?: withContext(Dispatchers.IO) { Landfall.open(settings, ports) }.also { core ->
                try {
                    core.start()
                } catch (failure: Exception) {
                    // The folder is held by one at a time.
                    core.close()
                    throw failure
                }
                opened = core
            }
        }

    /** What a wiped phone still owes: the receipt for its owner. */
    suspend fun remains(): Remains = withContext(Dispatchers.IO) { Remains.find(settings, ports) }
}
