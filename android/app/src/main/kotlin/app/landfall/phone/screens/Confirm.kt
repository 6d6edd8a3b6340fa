package app.landfall.phone.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import app.landfall.core.Trouble
import app.landfall.phone.look.Field
import app.landfall.phone.look.Heading
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Typed
import app.landfall.phone.model.Deed
import app.landfall.phone.model.LostStep
import app.landfall.phone.words.Say
import app.landfall.phone.words.say
import app.landfall.phone.words.words

/** What will happen, before it does. */
@Composable
internal fun ConfirmScreen(
    step: LostStep.Confirm,
    trouble: Trouble?,
    isBusy: Boolean,
    on: LostActions,
) {
    val isWipe = step.deed == Deed.Wipe
    val isCopy = step.deed == Deed.Copy || step.deed == Deed.Overwrite
    val button =
        when (step.deed) {
            Deed.Lock -> Say.LockNow
            Deed.Unlock -> Say.UnlockNow
            Deed.Wipe -> Say.WipeNow
            Deed.Copy -> Say.CopyNow
            Deed.Overwrite -> Say.OverwriteNow
        }
    val what =
        when (step.deed) {
            Deed.Lock -> listOf(Say.LockWill1, Say.LockWill2, Say.LockWill3)
            Deed.Unlock -> listOf(Say.UnlockWill1)
            Deed.Wipe -> listOf(Say.WipeWill1, Say.WipeWill2, Say.WipeWill3)
            Deed.Copy -> listOf(Say.CopyWill1, Say.CopyWill2)
            Deed.Overwrite -> listOf(Say.OverwriteWill1, Say.OverwriteWill2)
        }
    Screen(
        say(deedName(step.deed)),
        { on.open(step.device) },
        bottom = {
            MainButton(say(button), "confirm", enabled = !isCopy || step.iccid.isNotBlank(), isBusy = isBusy, isGrave = isWipe) { on.order(step) }
            QuietButton(say(Say.DoNot), "do-not") { on.open(step.device) }
        },
    ) {
        Text(step.device.name, style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onBackground)
        if (trouble != null) TroubleNote(trouble)
        Panel(Modifier.testTag("what-happens")) {
            Text(say(Say.WhatHappens), style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
            what.forEachIndexed { at, words ->
                Row(horizontalArrangement = Arrangement.spacedBy(Space.medium)) {
                    Text("${at + 1}", style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.primary)
                    Text(say(words), style = MaterialTheme.typography.bodyLarge, color = MaterialTheme.colorScheme.onSurface)
                }
            }
        }
        if (isWipe) {
            Toggle(say(Say.Grace), step.hasGrace, "grace", say(Say.GraceWhy)) { on.show(step.copy(hasGrace = it)) }
            Toggle(say(Say.KeepSubscription), step.keepsSubscriptions, "keep-subscription", say(Say.KeepSubscriptionWhy)) {
                on.show(step.copy(keepsSubscriptions = it))
            }
        }
        if (isCopy) {
            Heading(say(Say.WhichSim))
            step.sims.forEach { sim ->
                Choice(sim.nickname ?: sim.name, step.iccid == sim.iccid, "copy-${sim.iccid}", "${sim.operator} · ${sim.device}", Sign.Sim) {
                    on.show(step.copy(iccid = sim.iccid))
                }
            }
            Field(say(Say.SimNumber), step.iccid, "copy-iccid", Typed.Digits, say(Say.CopyNumberHint)) { on.show(step.copy(iccid = it)) }
        }
    }
}
