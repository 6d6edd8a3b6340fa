package app.landfall.phone

import app.landfall.core.NearbyKiosk
import app.landfall.core.OfferInfo
import app.landfall.core.SelectionData
import app.landfall.core.SimInfo
import app.landfall.core.Unfinished
import app.landfall.phone.model.GetModel
import app.landfall.phone.model.GetStep
import app.landfall.phone.model.Platform
import app.landfall.phone.screens.GetActions
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
