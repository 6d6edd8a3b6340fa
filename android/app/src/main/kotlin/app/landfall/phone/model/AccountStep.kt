package app.landfall.phone.model

import androidx.compose.runtime.getValue
import app.landfall.core.AccountView
import app.landfall.core.DeviceView
import app.landfall.core.FamilyView
import app.landfall.core.Standing
import app.landfall.core.WaitingDevice

/** What is typed to sign up or in. */
data class Credentials(
    val server: String,
    val login: String = "",
    val password: String = "",
    val device: String,
    val sheet: String = "",
)

/** How the user signs in. */
enum class SignInBy {
    /** Password and recovery sheet. */
    Sheet,

    /** The password, and another device that lets this one in. */
    Device,

    /** The sheet alone, which sets a new password. */
    Recover,
}

/** Where the user is in *Account*. */
sealed interface AccountStep {
    data class Home(
        val account: Load<AccountView?> = Load.Busy,
    ) : AccountStep

    data class SignUp(
        val typed: Credentials,
    ) : AccountStep

    /** The recovery sheet, which is shown once. */
    data class Sheet(
        val sheet: String,
    ) : AccountStep

    data class SignIn(
        val typed: Credentials,
        val by: SignInBy = SignInBy.Sheet,
        /** Of a forgotten password: whether every other phone is taken out, which makes a new sheet. */
        val takesOthersOut: Boolean = false,
    ) : AccountStep

    /** Another device has to approve; [code] once both show one. */
    data class Asked(
        val code: String? = null,
    ) : AccountStep

    /** Devices that wait to be let in by this one; [code] while one's is compared. */
    data class Approve(
        val waiting: Load<List<WaitingDevice>> = Load.Busy,
        val comparing: WaitingDevice? = null,
        val code: String? = null,
    ) : AccountStep

    data class Devices(
        val devices: Load<List<DeviceView>> = Load.Busy,
        /** The one that is asked about before it is taken out. */
        val leaving: DeviceView? = null,
    ) : AccountStep

    data class Family(
        val family: Load<FamilyView> = Load.Busy,
        /** The code of an invitation that was just made. */
        val invitation: String? = null,
    ) : AccountStep

    /** For how long this phone may be without contact; [wanted] while it is changed. */
    data class Lease(
        val standing: Load<Standing> = Load.Busy,
        val wanted: Standing? = null,
    ) : AccountStep

    /** What deleting the account means, before it is done. */
    data object Deleting : AccountStep

    data class Password(
        val current: String = "",
        val new: String = "",
    ) : AccountStep
}
