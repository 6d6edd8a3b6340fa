package app.landfall.phone.model

import androidx.compose.runtime.getValue
import app.landfall.core.AccountSim
import app.landfall.core.DeviceView
import app.landfall.core.MoveStep
import app.landfall.core.OrderInfo

/** By what the user proves to be the owner. */
enum class By { ThisDevice, Sheet, Password }

/** What the user can order of a lost phone. */
enum class Deed { Lock, Unlock, Wipe, Copy, Overwrite }

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
        /** For a copy: which SIM. */
        val iccid: String = "",
        val sims: List<AccountSim> = emptyList(),
    ) : LostStep

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
