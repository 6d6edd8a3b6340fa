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
import app.landfall.phone.words.say

/** What a deed is called, what its button says, and what will happen. */
private class Told(
    val name: Say,
    val button: Say,
    vararg val will: Say,
)

private fun told(deed: Deed): Told =
    when (deed) {
        Deed.Lock -> Told(Say.LockIt, Say.LockNow, Say.LockWill1, Say.LockWill2, Say.LockWill3)
        Deed.Unlock -> Told(Say.UnlockIt, Say.UnlockNow, Say.UnlockWill1)
        Deed.Delete -> Told(Say.DeleteSome, Say.DeleteNow, Say.DeleteWill1, Say.DeleteWill2, Say.DeleteWill3)
        Deed.Wipe -> Told(Say.WipeIt, Say.WipeNow, Say.WipeWill1, Say.WipeWill2, Say.WipeWill3)
        Deed.Copy -> Told(Say.CopyTo, Say.CopyNow, Say.CopyWill1, Say.CopyWill2)
        Deed.Overwrite -> Told(Say.OverwriteIt, Say.OverwriteNow, Say.OverwriteWill1, Say.OverwriteWill2)
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
            QuietButton(say(Say.DoNot), "do-not") { on.open(step.device) }
        },
    ) {
        Text(step.device.name, style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onBackground)
        if (trouble != null) TroubleNote(trouble)
        WhatHappens(told)
        if (deed == Deed.Copy || deed == Deed.Overwrite) WhichSim(step) { on.show(it) }
        if (deed == Deed.Overwrite) WhichReplaced(step) { on.show(it) }
        if (deed == Deed.Delete) WhichErased(step) { on.show(it) }
        if (erases) Toggle(say(Say.Grace), step.hasGrace, "grace", say(Say.GraceWhy)) { on.show(step.copy(hasGrace = it)) }
        if (deed == Deed.Wipe) {
            Toggle(say(Say.KeepSubscription), step.keepsSubscriptions, "keep-subscription", say(Say.KeepSubscriptionWhy)) {
                on.show(step.copy(keepsSubscriptions = it))
            }
        }
    }
}

@Composable
private fun WhatHappens(told: Told) =
    Panel(Modifier.testTag("what-happens")) {
        Text(say(Say.WhatHappens), style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
        told.will.forEachIndexed { at, words ->
            Row(horizontalArrangement = Arrangement.spacedBy(Space.medium)) {
                Text("${at + 1}", style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.primary)
                Text(say(words), style = MaterialTheme.typography.bodyLarge, color = MaterialTheme.colorScheme.onSurface)
            }
        }
    }
