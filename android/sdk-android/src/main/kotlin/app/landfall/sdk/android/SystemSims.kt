package app.landfall.sdk.android

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.telephony.SubscriptionInfo
import android.telephony.SubscriptionManager
import android.telephony.TelephonyManager

/**
 * A SIM of the phone's own, as far as Android tells (B2). Its ICCID and IMSI are hidden from ordinary apps since Android 10, and Ki from everybody:
 * they are said to be missing, never made up.
 *
 * @property number the telephone number, if the SIM has it and the user lets the app see it
 * @property iccid only for the operator's own app
 */
data class SystemSim(
    val slot: Int,
    val name: String,
    val operator: String,
    val mcc: String?,
    val mnc: String?,
    val country: String,
    val isEsim: Boolean,
    val number: String?,
    val iccid: String?,
    val missing: List<String>,
)

/** Reads the phone's own SIMs. */
class SystemSims(
    private val context: Context,
) {
    /** The SIMs; none without `READ_PHONE_STATE`, which the caller asks the user for. */
    fun read(): List<SystemSim> {
        if (!allowed(Manifest.permission.READ_PHONE_STATE)) return emptyList()
        val manager = context.getSystemService(SubscriptionManager::class.java) ?: return emptyList()
        return manager.activeSubscriptionInfoList.orEmpty().map { sim(manager, it) }
    }

    private fun sim(
        manager: SubscriptionManager,
        info: SubscriptionInfo,
    ): SystemSim {
        val number =
            info
                .takeIf { allowed(Manifest.permission.READ_PHONE_NUMBERS) }
                ?.let { manager.getPhoneNumber(it.subscriptionId) }
                ?.ifEmpty { null }
        // Android gives "" to those that may not know it.
        val iccid = info.iccId?.ifEmpty { null }
        return SystemSim(
            slot = info.simSlotIndex,
            name = info.displayName?.toString().orEmpty(),
            operator = info.carrierName?.toString().orEmpty(),
            mcc = info.mccString,
            mnc = info.mncString,
            country = info.countryIso.orEmpty(),
            isEsim = info.isEmbedded,
            number = number,
            iccid = iccid,
            missing = listOfNotNull("imsi", "ki", "iccid".takeIf { iccid == null }, "number".takeIf { number == null }),
        )
    }

    /** Whether the phone can have SIMs at all: tablets and set-top boxes may not. */
    fun hasTelephony(): Boolean =
        context.packageManager.hasSystemFeature(PackageManager.FEATURE_TELEPHONY) &&
            context.getSystemService(TelephonyManager::class.java) != null

    private fun allowed(permission: String) = context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED
}
