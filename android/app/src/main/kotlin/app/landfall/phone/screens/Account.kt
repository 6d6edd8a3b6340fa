package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import app.landfall.core.DeviceView
import app.landfall.core.Standing
import app.landfall.core.Trouble
import app.landfall.core.WaitingDevice
import app.landfall.phone.model.AccountStep
import app.landfall.phone.model.Credentials

/** What the user does in *Account*. */
interface AccountActions {
    fun home() {}

    fun signUp() {}

    fun signIn() {}

    fun show(step: AccountStep) {}

    fun create(typed: Credentials) {}

    fun showSheet() {}

    fun sheetWasShown() {}

    fun logIn(typed: Credentials) {}

    fun recover(
        typed: Credentials,
        takesOthersOut: Boolean,
    ) {}

    fun ask(typed: Credentials) {}

    fun approve() {}

    fun compare(with: WaitingDevice) {}

    fun answer(isSame: Boolean) {}

    fun devices() {}

    fun takeOut(device: DeviceView) {}

    fun family() {}

    fun invite(name: String) {}

    fun accept(
        code: String,
        name: String,
    ) {}

    fun endTie(name: String) {}

    fun lease() {}

    fun setLease(wanted: Standing) {}

    fun password() {}

    fun changePassword(
        current: String,
        new: String,
    ) {}

    fun sync() {}

    fun deleting() {}

    fun deleteAccount() {}

    fun signOut() {}

    fun activity() {}

    fun share(text: String) {}
}

/** *Account*: where the user is. */
@Composable
fun AccountScreen(
    step: AccountStep,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    on: AccountActions = object : AccountActions {},
) {
    when (step) {
        is AccountStep.Home -> HomeScreen(step, trouble, isBusy, on)
        is AccountStep.SignUp -> SignUpScreen(step, trouble, isBusy, on)
        is AccountStep.Sheet -> SheetScreen(step, trouble, isBusy, on)
        is AccountStep.SignIn -> SignInScreen(step, trouble, isBusy, on)
        is AccountStep.Asked -> AskedScreen(step, trouble, on)
        is AccountStep.Approve -> ApproveScreen(step, trouble, isBusy, on)
        is AccountStep.Devices -> DevicesScreen(step, trouble, isBusy, on)
        is AccountStep.Family -> FamilyScreen(step, trouble, isBusy, on)
        is AccountStep.Lease -> LeaseScreen(step, trouble, isBusy, on)
        AccountStep.Deleting -> DeletingScreen(trouble, isBusy, on)
        is AccountStep.Password -> PasswordScreen(step, trouble, isBusy, on)
    }
}
