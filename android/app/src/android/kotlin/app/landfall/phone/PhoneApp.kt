package app.landfall.phone

import android.app.Application
import app.landfall.core.Remains
import app.landfall.phone.model.PhoneModel
import app.landfall.sdk.android.Background
import app.landfall.sdk.android.LandfallHost
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.withContext

/** The process: one data folder, open for the screens and for what the system starts in the background. */
internal class PhoneApp :
    Application(),
    LandfallHost {
    val platform by lazy { AndroidPlatform(this) }
    val phone by lazy { PhoneModel(platform, MainScope()).also { it.open() } }

    override fun onCreate() {
        super.onCreate()
        Background.schedule(this)
    }

    /** Opened on the main thread, where the screens' state is. */
    override suspend fun landfall() = withContext(Dispatchers.Main) { phone.core() }

    override suspend fun remains() = Remains.find(platform.settings, platform.ports)
}
