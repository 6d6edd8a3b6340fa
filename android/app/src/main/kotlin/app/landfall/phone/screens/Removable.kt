package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import app.landfall.core.SimInfo
import app.landfall.core.Trouble
import app.landfall.phone.look.Fact
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.model.Load
import app.landfall.phone.model.RemovableStep
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.SayPlaces
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

/** What the user does in *Removable eUICC*. */
interface RemovableActions {
    fun back() {}

    fun readers() {}

    fun open(reader: String) {}

    fun show(step: RemovableStep) {}

    fun use(
        shown: RemovableStep.Sim,
        isWanted: Boolean,
    ) {}

    fun rename(
        shown: RemovableStep.Name,
        name: String,
    ) {}

    fun delete(shown: RemovableStep.Delete) {}

    fun add(reader: String) {}
}

/** *Removable eUICC*: where the user is. */
@Composable
fun RemovableScreen(
    step: RemovableStep,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    on: RemovableActions = object : RemovableActions {},
) {
    when (step) {
        is RemovableStep.Readers -> {
            ReadersScreen(step, on)
        }

        is RemovableStep.Sims -> {
            CardScreen(step, on)
        }

        is RemovableStep.Sim -> {
            CardSimScreen(step, trouble, isBusy, on)
        }

        is RemovableStep.Name -> {
            NameScreen(
                step.sim.nickname.orEmpty(),
                trouble,
                isBusy,
                { on.back() },
            ) { on.rename(step, it) }
        }

        is RemovableStep.Delete -> {
            DeleteScreen(step.sim, trouble, isBusy, { on.back() }) { on.delete(step) }
        }
    }
}

@Composable
private fun ReadersScreen(
    step: RemovableStep.Readers,
    on: RemovableActions,
) = Screen(
    say(SayPlaces.WhereRemovable),
    { on.back() },
    bottom =
        if (step.readers is Load.Here) {
            { OtherButton(say(SayGet.SearchAgain), "look-again") { on.readers() } }
        } else {
            null
        },
) {
    Loaded(step.readers, say(SayPlaces.LookingReaders), { on.readers() }) { readers ->
        if (readers.isEmpty()) {
            Nothing(Sign.Chip, say(SayPlaces.NoRemovable), say(SayPlaces.NoRemovableWhy), "no-card")
        } else {
            Rows { readers.forEach { one -> LineRow(one, "reader-$one", Sign.Chip) { on.open(one) } } }
        }
    }
}

@Composable
private fun CardScreen(
    step: RemovableStep.Sims,
    on: RemovableActions,
) = Screen(
    say(SayPlaces.WhereRemovable),
    { on.back() },
    bottom =
        if (step.sims is Load.Here) {
            { MainButton(say(SayPlaces.AddToCard), "add-to-card", sign = Sign.Plus) { on.add(step.reader) } }
        } else {
            null
        },
) {
    Loaded(step.sims, say(SaySims.ReadingSims), { on.open(step.reader) }) { sims ->
        Note(say(SayPlaces.CardOnly))
        if (sims.isEmpty()) Nothing(Sign.Sim, say(SayPlaces.CardEmpty), say(SayPlaces.CardEmptyWhy))
        sims.forEach { sim -> SimCard(sim) { on.show(RemovableStep.Sim(step.reader, sim)) } }
    }
}

/** One SIM of the card. It has its PIN where it is used: this app asks for none. */
@Composable
private fun CardSimScreen(
    step: RemovableStep.Sim,
    trouble: Trouble?,
    isBusy: Boolean,
    on: RemovableActions,
) {
    val sim: SimInfo = step.sim
    Screen(
        sim.nickname ?: sim.name,
        { on.back() },
        bottom = {
            if (sim.enabled) {
                OtherButton(say(SaySims.StopUsing), "stop-using", enabled = !isBusy) { on.use(step, false) }
            } else {
                MainButton(say(SaySims.UseSim), "use", isBusy = isBusy, sign = Sign.Tick) { on.use(step, true) }
            }
        },
    ) {
        SimCard(sim)
        if (trouble != null) TroubleNote(trouble)
        Rows { LineRow(say(SaySims.Name), "name", Sign.Pen, sim.nickname) { on.show(RemovableStep.Name(step.reader, sim)) } }
        Panel {
            Fact(say(SaySims.SimNumber), sim.iccid)
            Fact(say(SaySims.ChipNumber), sim.eid)
        }
        Rows { LineRow(say(SaySims.DeleteSim), "delete", Sign.Erase, isGrave = true) { on.show(RemovableStep.Delete(step.reader, sim)) } }
    }
}
