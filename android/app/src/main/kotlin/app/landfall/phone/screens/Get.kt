package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import app.landfall.core.NearbyKiosk
import app.landfall.core.OfferInfo
import app.landfall.core.SelectionData
import app.landfall.core.SimInfo
import app.landfall.core.Trouble
import app.landfall.core.Unfinished
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Waiting
import app.landfall.phone.model.GetStep
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

/** *Get a SIM here*: where the user is. */
@Composable
fun GetScreen(
    step: GetStep,
    unfinished: List<Unfinished> = emptyList(),
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    canScan: Boolean = true,
    canTouch: Boolean = false,
    on: GetActions = object : GetActions {},
) {
    when (step) {
        is GetStep.Find -> {
            FindScreen(step, unfinished, trouble, canScan, canTouch, on)
        }

        is GetStep.Code -> {
            CodeScreen(step, trouble, isBusy, canScan, on)
        }

        GetStep.Touching -> {
            TouchScreen(trouble, on)
        }

        is GetStep.Connect -> {
            Screen(say(SaySims.GetSimHere), {
                on.begin()
            }) { Waiting(if (step.to.isEmpty()) say(SayGet.ConnectingKiosk) else say(SayGet.Connecting, step.to)) }
        }

        is GetStep.Offers -> {
            if (step.isFiltering) FilterScreen(step, on) else OffersScreen(step, on)
        }

        is GetStep.Offer -> {
            OfferScreen(step, on)
        }

        is GetStep.Proposal -> {
            ProposalScreen(step, on)
        }

        is GetStep.Way -> {
            WayScreen(step, on)
        }

        is GetStep.HandedOver -> {
            HandedOverScreen(step, on)
        }

        is GetStep.FirstPin -> {
            PinScreen(PinTask.First, trouble, isBusy, onBack = null) { _, new -> on.setPin(step.copy(pin = new)) }
        }

        is GetStep.Done -> {
            DoneScreen(step, trouble, isBusy, on)
        }
    }
}

/** What the user does in *Get a SIM here*. */
interface GetActions {
    fun begin() {}

    fun search() {}

    fun typeCode() {}

    fun scan() {}

    fun paste(): String? = null

    fun useCode(typed: GetStep.Code) {}

    fun touch() {}

    fun visit(kiosk: NearbyKiosk) {}

    fun show(step: GetStep) {}

    fun filter(selection: SelectionData) {}

    fun backToOffers() {}

    fun agree(
        offer: OfferInfo,
        voucher: String,
    ) {}

    fun answer(
        isWanted: Boolean,
        code: String,
    ) {}

    fun stop(reject: Boolean) {}

    fun retry() {}

    fun goOn(begun: Unfinished) {}

    fun giveUp(begun: Unfinished) {}

    fun setPin(step: GetStep.FirstPin) {}

    fun enable(sim: SimInfo) {}

    fun where() {}

    fun mySims() {}
}
