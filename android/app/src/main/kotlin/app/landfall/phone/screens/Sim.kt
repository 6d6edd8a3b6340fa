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
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayPlaces
import app.landfall.phone.words.SaySims
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
        here?.sim?.let { it.nickname ?: it.name } ?: say(SayAnywhere.ASim),
        onBack,
        bottom =
            here?.let {
                {
                    when {
                        it.sim.needsPin -> {
                            MainButton(say(SaySims.SetPin), "set-pin", isBusy = isBusy, sign = Sign.Pin, onClick = onFirstPin)
                        }

                        it.pin == PinState.Blocked -> {
                            MainButton(
                                say(SaySims.Unblock),
                                "unblock",
                                isBusy = isBusy,
                                sign = Sign.Key,
                                onClick = onUnblock,
                            )
                        }

                        it.sim.dormant -> {
                            MainButton(say(SaySims.MakeLive), "make-live", isBusy = isBusy, sign = Sign.Swap, onClick = onMakeLive)
                        }

                        it.sim.enabled -> {
                            OtherButton(say(SaySims.StopUsing), "stop-using", enabled = !isBusy) { onUse(false) }
                        }

                        else -> {
                            MainButton(say(SaySims.UseSim), "use", isBusy = isBusy, sign = Sign.Tick) { onUse(true) }
                        }
                    }
                }
            },
    ) {
        Loaded(
            detail,
            say(SaySims.ReadingSims),
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
    if (sim.dormant) Note(say(SaySims.DormantWhy))
    if (sim.resultWaits) Note(say(SaySims.ResultWaitsWhy), Tone.Care)
    val pin = detail.pin
    Rows {
        if (!sim.needsPin) {
            val below =
                when (pin) {
                    is PinState.Required -> say(SaySims.TriesLeft, pin.tries)
                    PinState.Off -> say(SaySims.PinOff)
                    PinState.Blocked -> say(SaySims.PinBlocked)
                    null -> say(SaySims.PinWhenUsed)
                }
            LineRow(say(SaySims.ChangePin), "change-pin", Sign.Pin, below, enabled = pin is PinState.Required, onClick = onChangePin)
            if (pin is PinState.Required) LineRow(say(SaySims.Unblock), "unblock-row", Sign.Key, say(SaySims.UnblockWhen), onClick = onUnblock)
        }
        LineRow(say(SaySims.PhoneBook), "book", Sign.Book, if (sim.enabled) null else say(SaySims.WhenUsed), enabled = sim.enabled, onClick = onBook)
        LineRow(say(SaySims.Name), "name", Sign.Pen, sim.nickname, onClick = onName)
    }
    Rows {
        LineRow(say(SaySims.Activity), "activity", Sign.Clock, onClick = onActivity)
        LineRow(say(SaySims.MoveToOther), "move", Sign.Swap, onClick = onMove)
        LineRow(
            say(SaySims.WhereUsed),
            "where",
            Sign.Info,
            if (sim.place ==
                Place.SOFTWARE
            ) {
                say(SaySims.PlaceSoftware)
            } else {
                say(SaySims.PlaceRemovable)
            },
            onClick = onWhere,
        )
    }
    Panel {
        Fact(say(SaySims.SimNumber), sim.iccid)
        Fact(say(SaySims.ChipNumber), sim.eid)
    }
    Rows { LineRow(say(SaySims.DeleteSim), "delete", Sign.Erase, isGrave = true, onClick = onDelete) }
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
    say(SaySims.DeleteSim),
    onBack,
    bottom = {
        MainButton(say(SaySims.DeleteForGood), "delete-for-good", isBusy = isBusy, isGrave = true, sign = Sign.Erase, onClick = onDelete)
        QuietButton(say(SaySims.KeepIt), "keep", onClick = onBack)
    },
) {
    SimCard(sim)
    if (trouble != null) TroubleNote(trouble)
    Note(say(if (sim.place == Place.SOFTWARE) SaySims.DeleteWhy else SayPlaces.DeleteFromCardWhy), Tone.Grave)
}
