package app.landfall.phone.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import app.landfall.core.PinState
import app.landfall.core.Place
import app.landfall.core.SimInfo
import app.landfall.core.Trouble
import app.landfall.phone.look.Fact
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.model.Load
import app.landfall.phone.model.SimDetail
import app.landfall.phone.words.Say
import app.landfall.phone.words.say

/** One SIM, and what can be done with it. */
@Composable
fun SimScreen(
    detail: Load<SimDetail>,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onUse: (Boolean) -> Unit = {},
    onFirstPin: () -> Unit = {},
    onChangePin: () -> Unit = {},
    onUnblock: () -> Unit = {},
    onName: () -> Unit = {},
    onBook: () -> Unit = {},
    onActivity: () -> Unit = {},
    onMove: () -> Unit = {},
    onMakeLive: () -> Unit = {},
    onWhere: () -> Unit = {},
    onDelete: () -> Unit = {},
    onRetry: () -> Unit = {},
) {
    val here = (detail as? Load.Here)?.it
    Screen(
        here?.sim?.let { it.nickname ?: it.name } ?: say(Say.ASim),
        onBack,
        bottom =
            here?.let {
                {
                    when {
                        it.sim.needsPin -> MainButton(say(Say.SetPin), "set-pin", isBusy = isBusy, sign = Sign.Pin, onClick = onFirstPin)
                        it.pin == PinState.Blocked -> MainButton(say(Say.Unblock), "unblock", isBusy = isBusy, sign = Sign.Key, onClick = onUnblock)
                        it.sim.dormant -> MainButton(say(Say.MakeLive), "make-live", isBusy = isBusy, sign = Sign.Swap, onClick = onMakeLive)
                        it.sim.enabled -> OtherButton(say(Say.StopUsing), "stop-using", enabled = !isBusy) { onUse(false) }
                        else -> MainButton(say(Say.UseSim), "use", isBusy = isBusy, sign = Sign.Tick) { onUse(true) }
                    }
                }
            },
    ) {
        Loaded(
            detail,
            say(Say.ReadingSims),
            onRetry,
        ) { SimBody(it, trouble, onChangePin, onUnblock, onName, onBook, onActivity, onMove, onWhere, onDelete) }
    }
}

@Composable
private fun SimBody(
    detail: SimDetail,
    trouble: Trouble?,
    onChangePin: () -> Unit,
    onUnblock: () -> Unit,
    onName: () -> Unit,
    onBook: () -> Unit,
    onActivity: () -> Unit,
    onMove: () -> Unit,
    onWhere: () -> Unit,
    onDelete: () -> Unit,
) = Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
    val sim = detail.sim
    SimCard(sim)
    if (trouble != null) TroubleNote(trouble)
    if (sim.dormant) Note(say(Say.DormantWhy))
    if (sim.resultWaits) Note(say(Say.ResultWaitsWhy), Tone.Care)
    val pin = detail.pin
    Rows {
        if (!sim.needsPin) {
            val below =
                when (pin) {
                    is PinState.Required -> say(Say.TriesLeft, pin.tries)
                    PinState.Off -> say(Say.PinOff)
                    PinState.Blocked -> say(Say.PinBlocked)
                    null -> say(Say.PinWhenUsed)
                }
            LineRow(say(Say.ChangePin), "change-pin", Sign.Pin, below, enabled = pin is PinState.Required, onClick = onChangePin)
            if (pin is PinState.Required) LineRow(say(Say.Unblock), "unblock-row", Sign.Key, say(Say.UnblockWhen), onClick = onUnblock)
        }
        LineRow(say(Say.PhoneBook), "book", Sign.Book, if (sim.enabled) null else say(Say.WhenUsed), enabled = sim.enabled, onClick = onBook)
        LineRow(say(Say.Name), "name", Sign.Pen, sim.nickname, onClick = onName)
    }
    Rows {
        LineRow(say(Say.Activity), "activity", Sign.Clock, onClick = onActivity)
        LineRow(say(Say.MoveToOther), "move", Sign.Swap, onClick = onMove)
        LineRow(
            say(Say.WhereUsed),
            "where",
            Sign.Info,
            if (sim.place ==
                Place.SOFTWARE
            ) {
                say(Say.PlaceSoftware)
            } else {
                say(Say.PlaceRemovable)
            },
            onClick = onWhere,
        )
    }
    Panel {
        Fact(say(Say.SimNumber), sim.iccid)
        Fact(say(Say.ChipNumber), sim.eid)
    }
    Rows { LineRow(say(Say.DeleteSim), "delete", Sign.Erase, isGrave = true, onClick = onDelete) }
}

/** Before a SIM is deleted: what that means. */
@Composable
fun DeleteScreen(
    sim: SimInfo,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onDelete: () -> Unit = {},
) = Screen(
    say(Say.DeleteSim),
    onBack,
    bottom = {
        MainButton(say(Say.DeleteForGood), "delete-for-good", isBusy = isBusy, isGrave = true, sign = Sign.Erase, onClick = onDelete)
        QuietButton(say(Say.KeepIt), "keep", onClick = onBack)
    },
) {
    SimCard(sim)
    if (trouble != null) TroubleNote(trouble)
    Note(say(if (sim.place == Place.SOFTWARE) Say.DeleteWhy else Say.DeleteFromCardWhy), Tone.Grave)
}
