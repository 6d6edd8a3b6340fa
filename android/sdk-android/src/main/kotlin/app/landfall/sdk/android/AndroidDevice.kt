package app.landfall.sdk.android

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.telephony.euicc.EuiccManager
import app.landfall.core.DeviceFacts
import app.landfall.core.DeviceInfo
import java.util.UUID

/**
 * What the phone tells an ordinary app of itself. Android tells none of them its bands, nor whether it is locked to an operator: those stay unknown,
 * and the offer says so.
 *
 * @param driver the package by which the system uses a software card, where one exists for this phone
 */
class AndroidDevice(
    private val context: Context,
    private val driver: String? = null,
) : DeviceInfo {
    override fun facts(): DeviceFacts =
        DeviceFacts(
            os = "android",
            cpu = Build.SUPPORTED_ABIS.firstOrNull()?.let(::processor) ?: "unknown",
            hardwareId = installation(),
            bands = null,
            carrierLocked = null,
            systemEsim = context.getSystemService(EuiccManager::class.java)?.isEnabled == true,
            driverInstalled = driver?.let(::isInstalled) == true,
        )

    private fun isInstalled(name: String) =
        try {
            context.packageManager.getPackageInfo(name, PackageManager.PackageInfoFlags.of(0))
            true
        } catch (_: PackageManager.NameNotFoundException) {
            false
        }

    /** A random name of this installation, out of backups: it tells nothing of the phone or its owner. */
    private fun installation(): String {
        val kept = context.getSharedPreferences(PREFERENCES, Context.MODE_PRIVATE)
        return synchronized(lock) {
            kept.getString(NAME, null) ?: UUID.randomUUID().toString().also { kept.edit().putString(NAME, it).commit() }
        }
    }

    private companion object {
        const val PREFERENCES = "landfall_installation"
        const val NAME = "name"
        val lock = Any()

        /** Android's name of a processor, as kiosks have it. */
        fun processor(abi: String) =
            when (abi) {
                "arm64-v8a" -> "aarch64"
                "armeabi-v7a" -> "armv7"
                else -> abi
            }
    }
}
