package app.landfall.phone

import app.landfall.core.DeviceView
import app.landfall.core.Standing
import app.landfall.core.WaitingDevice
import app.landfall.phone.model.AccountModel
import app.landfall.phone.model.AccountStep
import app.landfall.phone.model.Credentials
import app.landfall.phone.model.Platform
import app.landfall.phone.screens.AccountActions

/** What is done on *Account*, handed to its model. */
class AccountDeeds(
    private val model: AccountModel,
    private val platform: Platform,
    private val ways: Ways,
) : AccountActions {
    override fun home() = model.home()

    override fun signUp() = model.signUp()

    override fun signIn() = model.signIn()

    override fun show(step: AccountStep) {
        model.step = step
    }

    override fun create(typed: Credentials) {
        model.create(typed)
    }

    override fun showSheet() {
        model.showSheet()
    }

    override fun sheetWasShown() {
        model.sheetWasShown()
    }

    override fun logIn(typed: Credentials) {
        model.logIn(typed)
    }

    override fun recover(
        typed: Credentials,
        takesOthersOut: Boolean,
    ) {
        model.recover(typed, takesOthersOut)
    }

    override fun ask(typed: Credentials) {
        model.ask(typed)
    }

    override fun approve() = model.approve()

    override fun compare(with: WaitingDevice) = model.compare(with)

    override fun answer(isSame: Boolean) {
        model.answer(isSame)
    }

    override fun devices() = model.devices()

    override fun takeOut(device: DeviceView) {
        model.takeOut(device)
    }

    override fun family() = model.family()

    override fun invite(name: String) {
        model.invite(name)
    }

    override fun accept(
        code: String,
        name: String,
    ) {
        model.accept(code, name)
    }

    override fun endTie(name: String) {
        model.endTie(name)
    }

    override fun lease() = model.lease()

    override fun setLease(wanted: Standing) {
        model.setLease(wanted)
    }

    override fun password() = model.password()

    override fun changePassword(
        current: String,
        new: String,
    ) {
        model.changePassword(current, new)
    }

    override fun sync() {
        model.syncNow()
    }

    override fun deleting() = model.deleting()

    override fun deleteAccount() {
        model.deleteAccount()
    }

    override fun signOut() {
        model.signOut()
    }

    override fun activity() = ways.open(Page.Activity(null))

    override fun share(text: String) = platform.share(text)
}
