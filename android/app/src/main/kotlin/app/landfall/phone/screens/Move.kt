package app.landfall.phone.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import app.landfall.core.DeviceView
import app.landfall.core.MoveAim
import app.landfall.core.MoveStep
import app.landfall.core.Trouble
import app.landfall.phone.look.Heading
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Waiting
import app.landfall.phone.model.Move
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayMove
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

/** A SIM is copied or moved to another phone of the account. */
@Composable
fun MoveScreen(
    move: Move,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onAim: (MoveAim) -> Unit = {},
    onTo: (DeviceView) -> Unit = {},
    onBegin: () -> Unit = {},
    onWithoutIt: () -> Unit = {},
    onRetry: () -> Unit = {},
) {
    val steps = move.steps
    Screen(
        say(SaySims.MoveToOther),
        onBack,
        bottom =
            if (steps == null) {
                { MainButton(say(SayMove.Begin), "begin-move", enabled = move.to != null, isBusy = isBusy, onClick = onBegin) }
            } else {
                {
                    OtherButton(say(SayAnywhere.Close), "close-move", onClick = onBack)
                    if (move.mayBeLost != null) QuietButton(say(SayMove.WithoutIt), "without-it", onClick = onWithoutIt)
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (steps != null) {
            MoveSteps(steps)
            move.mayBeLost?.let { Note(say(SayMove.WithoutItWhy, it), Tone.Care) }
        } else {
            Heading(say(SayMove.WhatHappens))
            Choice(say(SayMove.AimMove), move.aim == MoveAim.MOVE, "aim-move", say(SayMove.AimMoveWhy)) { onAim(MoveAim.MOVE) }
            Choice(say(SayMove.AimCopy), move.aim == MoveAim.COPY, "aim-copy", say(SayMove.AimCopyWhy)) { onAim(MoveAim.COPY) }
            Choice(say(SayMove.AimActivate), move.aim == MoveAim.ACTIVATE, "aim-activate", say(SayMove.AimActivateWhy)) { onAim(MoveAim.ACTIVATE) }
            Heading(say(SayMove.ToWhich))
            Text(say(SayMove.NeedsChip), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            Loaded(move.devices, say(SayAnywhere.Reading), onRetry) { devices ->
                if (devices.isEmpty()) Note(say(SayMove.NoOtherDevice))
                devices.forEach { one ->
                    Choice(
                        one.name,
                        move.to?.id == one.id,
                        "to-${one.name}",
                        if (one.own) say(SayAnywhere.ThisPhone) else null,
                        Sign.Phone,
                    ) { onTo(one) }
                }
            }
        }
    }
}

/** The steps of a copy or a move, so far. */
@Composable
fun MoveSteps(steps: List<MoveStep>) =
    Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
        if (steps.isEmpty()) Waiting(say(SayMove.MoveBegins))
        steps.forEachIndexed { at, step ->
            val isLast = at == steps.lastIndex
            when (step) {
                is MoveStep.Ordered -> Note(say(SayMove.StepOrdered, step.device), if (isLast) Tone.Care else Tone.Plain, sign = Sign.Clock)
                is MoveStep.Waits -> Note(say(SayMove.StepWaits, step.device), if (isLast) Tone.Care else Tone.Plain, sign = Sign.Clock)
                is MoveStep.Done -> Note(step.left?.let { say(SayMove.StepLeft, it) }.orEmpty(), Tone.Well, say(SayMove.StepDone), tag = "move-done")
            }
        }
    }
