package app.landfall.phone.model

import androidx.compose.runtime.getValue
import app.landfall.core.AccountSim
import app.landfall.core.DeviceView
import app.landfall.core.MoveStep
import app.landfall.core.OrderInfo

/** By what the user proves to be the owner. */
enum class By { ThisDevice, Sheet, Password }

/** What the user can order of a lost phone. */
enum class Deed { Lock, Unlock, Delete, Wipe, Copy, Overwrite }

/** Where the user is in *Lost phone*. */
sealed interface LostStep {
    data class Start(
        val isSignedIn: Boolean,
    ) : LostStep

    data class Prove(
        val by: By,
        val typed: Credentials,
    ) : LostStep

    data class Devices(
        val devices: List<DeviceView>,
    ) : LostStep

    data class Device(
        val device: DeviceView,
        val orders: Load<List<OrderInfo>> = Load.Busy,
    ) : LostStep

    /** What will happen, said before it does. */
    data class Confirm(
        val device: DeviceView,
        val deed: Deed,
        val keepsSubscriptions: Boolean = false,
        val hasGrace: Boolean = false,
        /** For a copy: which SIM, and where it comes from if the account's records are not at hand. */
        val iccid: String = "",
        val from: DeviceView? = null,
        /** What is erased there: some SIMs, or the one that a copy replaces. */
        val erased: Set<String> = emptySet(),
        /** The SIMs that can be copied to it, and those on it, as of the last sync; by the sheet nobody knows of any. */
        val ours: List<AccountSim> = emptyList(),
        val theirs: List<AccountSim> = emptyList(),
        /** The other devices, one of which has the SIM. */
        val others: List<DeviceView> = emptyList(),
    ) : LostStep {
        /** Whether all is said that the order needs. */
        val isWhole: Boolean
            get() =
                when (deed) {
                    Deed.Lock, Deed.Unlock, Deed.Wipe -> true
                    Deed.Delete -> erased.isNotEmpty()
                    Deed.Copy -> isKnown
                    Deed.Overwrite -> isKnown && erased.isNotEmpty()
                }

        private val isKnown get() = iccid.isNotBlank() && (from != null || ours.any { it.iccid == iccid })
    }

    data class Order(
        val device: DeviceView,
        val order: OrderInfo,
    ) : LostStep

    data class Receipt(
        val device: DeviceView,
        val order: OrderInfo,
    ) : LostStep

    /** A copy on its way, step by step. */
    data class Moving(
        val device: DeviceView,
        val deed: Deed,
        val steps: List<MoveStep> = emptyList(),
    ) : LostStep
}
