package app.landfall.phone.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import app.landfall.core.Trouble
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Space
import app.landfall.phone.model.Deed
import app.landfall.phone.model.LostStep
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayLost
import app.landfall.phone.words.SayMove
import app.landfall.phone.words.say

/** What a deed is called, what its button says, and what will happen. */
private class Told(
    val name: Say,
    val button: Say,
    vararg val will: Say,
)

private fun told(deed: Deed): Told =
    when (deed) {
        Deed.Lock -> Told(SayLost.LockIt, SayLost.LockNow, SayLost.LockWill1, SayLost.LockWill2, SayLost.LockWill3)
        Deed.Unlock -> Told(SayLost.UnlockIt, SayLost.UnlockNow, SayLost.UnlockWill1)
        Deed.Delete -> Told(SayLost.DeleteSome, SayLost.DeleteNow, SayLost.DeleteWill1, SayLost.DeleteWill2, SayLost.DeleteWill3)
        Deed.Wipe -> Told(SayLost.WipeIt, SayLost.WipeNow, SayLost.WipeWill1, SayLost.WipeWill2, SayLost.WipeWill3)
        Deed.Copy -> Told(SayLost.CopyTo, SayLost.CopyNow, SayLost.CopyWill1, SayLost.CopyWill2)
        Deed.Overwrite -> Told(SayLost.OverwriteIt, SayLost.OverwriteNow, SayLost.OverwriteWill1, SayLost.OverwriteWill2)
    }

fun deedName(deed: Deed): Say = told(deed).name

/** What will happen, before it does. */
@Composable
internal fun ConfirmScreen(
    step: LostStep.Confirm,
    trouble: Trouble?,
    isBusy: Boolean,
    on: LostActions,
) {
    val deed = step.deed
    val told = told(deed)
    val erases = deed == Deed.Wipe || deed == Deed.Delete
    Screen(
        say(told.name),
        { on.open(step.device) },
        bottom = {
            val isGrave = erases || deed == Deed.Overwrite
            MainButton(say(told.button), "confirm", enabled = step.isWhole, isBusy = isBusy, isGrave = isGrave) { on.order(step) }
            QuietButton(say(SayLost.DoNot), "do-not") { on.open(step.device) }
        },
    ) {
        Text(step.device.name, style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onBackground)
        if (trouble != null) TroubleNote(trouble)
        WhatHappens(told)
        if (deed == Deed.Copy || deed == Deed.Overwrite) WhichSim(step) { on.show(it) }
        if (deed == Deed.Overwrite) WhichReplaced(step) { on.show(it) }
        if (deed == Deed.Delete) WhichErased(step) { on.show(it) }
        if (erases) Toggle(say(SayLost.Grace), step.hasGrace, "grace", say(SayLost.GraceWhy)) { on.show(step.copy(hasGrace = it)) }
        if (deed == Deed.Wipe) {
            Toggle(say(SayLost.KeepSubscription), step.keepsSubscriptions, "keep-subscription", say(SayLost.KeepSubscriptionWhy)) {
                on.show(step.copy(keepsSubscriptions = it))
            }
        }
    }
}

@Composable
private fun WhatHappens(told: Told) =
    Panel(Modifier.testTag("what-happens")) {
        Text(say(SayMove.WhatHappens), style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
        told.will.forEachIndexed { at, words ->
            Row(horizontalArrangement = Arrangement.spacedBy(Space.medium)) {
                Text("${at + 1}", style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.primary)
                Text(say(words), style = MaterialTheme.typography.bodyLarge, color = MaterialTheme.colorScheme.onSurface)
            }
        }
    }
