package app.landfall.phone

import app.landfall.core.DeviceView
import app.landfall.core.OrderInfo
import app.landfall.phone.model.By
import app.landfall.phone.model.Credentials
import app.landfall.phone.model.Deed
import app.landfall.phone.model.LostModel
import app.landfall.phone.model.LostStep
import app.landfall.phone.model.Platform
import app.landfall.phone.screens.LostActions

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
