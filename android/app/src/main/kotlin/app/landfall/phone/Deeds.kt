package app.landfall.phone

import app.landfall.core.DeviceView
import app.landfall.core.NearbyKiosk
import app.landfall.core.OfferInfo
import app.landfall.core.OrderInfo
import app.landfall.core.SelectionData
import app.landfall.core.SimInfo
import app.landfall.core.Standing
import app.landfall.core.Unfinished
import app.landfall.core.WaitingDevice
import app.landfall.phone.model.AccountModel
import app.landfall.phone.model.AccountStep
import app.landfall.phone.model.By
import app.landfall.phone.model.Credentials
import app.landfall.phone.model.Deed
import app.landfall.phone.model.GetModel
import app.landfall.phone.model.GetStep
import app.landfall.phone.model.Into
import app.landfall.phone.model.LostModel
import app.landfall.phone.model.LostStep
import app.landfall.phone.model.Platform
import app.landfall.phone.model.RemovableModel
import app.landfall.phone.model.RemovableStep
import app.landfall.phone.screens.AccountActions
import app.landfall.phone.screens.GetActions
import app.landfall.phone.screens.LostActions
import app.landfall.phone.screens.RemovableActions
import app.landfall.phone.screens.Tab

/** What is done on *Get a SIM here*, handed to its model. */
class GetDeeds(
    private val model: GetModel,
    private val platform: Platform,
    private val ways: Ways,
) : GetActions {
    override fun begin() = model.begin()

    override fun search() {
        model.search()
    }

    override fun typeCode() {
        model.typeCode()
    }

    override fun scan() {
        model.scan()
    }

    override fun paste() = platform.pasted()

    override fun useCode(typed: GetStep.Code) = model.useCode(typed)

    override fun touch() = model.touch()

    override fun visit(kiosk: NearbyKiosk) = model.visit(kiosk)

    override fun show(step: GetStep) {
        model.step = step
    }

    override fun filter(selection: SelectionData) {
        model.filter(selection)
    }

    override fun backToOffers() = model.backToOffers()

    override fun agree(
        offer: OfferInfo,
        voucher: String,
    ) = model.acquire(offer.classId, voucher.ifBlank { null })

    override fun answer(
        isWanted: Boolean,
        code: String,
    ) = model.answer(isWanted, code)

    override fun stop(reject: Boolean) = model.stop(reject)

    override fun retry() {
        model.retry()
    }

    override fun goOn(begun: Unfinished) = model.goOn(begun)

    override fun giveUp(begun: Unfinished) {
        model.giveUp(begun)
    }

    override fun setPin(step: GetStep.FirstPin) {
        model.setPin(step)
    }

    override fun enable(sim: SimInfo) {
        model.enable(sim)
    }

    override fun where() = ways.open(Page.Where)

    override fun mySims() {
        model.begin()
        ways.to(Tab.Sims)
    }
}

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

/** What is done on *Lost phone*, handed to its model. */
class LostDeeds(
    private val model: LostModel,
    private val platform: Platform,
) : LostActions {
    override fun start() = model.start()

    override fun choose(by: By) = model.choose(by)

    override fun show(step: LostStep) {
        model.step = step
    }

    override fun prove(typed: Credentials) {
        model.prove(typed)
    }

    override fun devices() = model.devices()

    override fun open(device: DeviceView) = model.open(device)

    override fun want(
        device: DeviceView,
        deed: Deed,
    ) = model.want(device, deed)

    override fun order(what: LostStep.Confirm) = model.order(what)

    override fun follow(
        device: DeviceView,
        order: OrderInfo,
    ) = model.follow(device, order)

    override fun takeBack(shown: LostStep.Order) {
        model.takeBack(shown)
    }

    override fun share(text: String) = platform.share(text)
}

/** What is done on *Removable eUICC*, handed to its model. */
class RemovableDeeds(
    private val model: RemovableModel,
    private val get: GetModel,
    private val ways: Ways,
) : RemovableActions {
    override fun back() {
        if (model.back()) return
        model.leave()
        ways.back()
    }

    override fun readers() {
        model.readers()
    }

    override fun open(reader: String) = model.open(reader)

    override fun show(step: RemovableStep) = model.show(step)

    override fun use(
        shown: RemovableStep.Sim,
        isWanted: Boolean,
    ) {
        model.use(shown, isWanted)
    }

    override fun rename(
        shown: RemovableStep.Name,
        name: String,
    ) {
        model.rename(shown, name)
    }

    override fun delete(shown: RemovableStep.Delete) {
        model.delete(shown)
    }

    override fun add(reader: String) {
        model.leave()
        get.typeCode(Into.Removable(reader))
        ways.to(Tab.Get)
    }
}
