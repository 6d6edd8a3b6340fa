package app.landfall.phone.screens

import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Waiting
import app.landfall.phone.model.AccountStep
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.say
import app.landfall.phone.words.time

/** Another phone asks to be let in by this one. */
@Composable
internal fun ApproveScreen(
    step: AccountStep.Approve,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) {
    val code = step.code
    Screen(
        say(Say.ApproveDevice),
        { on.home() },
        bottom =
            if (code == null) {
                null
            } else {
                {
                    MainButton(say(Say.CodesSame), "same", isBusy = isBusy, sign = Sign.Tick) { on.answer(true) }
                    OtherButton(say(Say.CodesDiffer), "differ", sign = Sign.Cross) { on.answer(false) }
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        val with = step.comparing
        when {
            with != null && code == null -> {
                Waiting(say(Say.Comparing, with.name))
            }

            with != null && code != null -> {
                Body(say(Say.CompareThere, with.name))
                BigCode(code, "compare-code")
                Note(say(Say.CompareWhy), Tone.Care)
            }

            else -> {
                Loaded(step.waiting, say(Say.Reading), { on.approve() }) { waiting ->
                    if (waiting.isEmpty()) Nothing(Sign.Phone, say(Say.NobodyAsks), say(Say.NobodyAsksWhy))
                    waiting.forEach { one ->
                        Rows {
                            LineRow(
                                one.name,
                                "waiting-${one.name}",
                                Sign.Phone,
                                say(Say.WantsIn, LocalLanguage.current.time(one.expires)),
                            ) { on.compare(one) }
                        }
                    }
                }
            }
        }
    }
}

@Composable
internal fun DevicesScreen(
    step: AccountStep.Devices,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) {
    val leaving = step.leaving
    Screen(
        say(Say.Devices),
        { if (leaving == null) on.home() else on.show(step.copy(leaving = null)) },
        bottom =
            leaving?.let {
                {
                    MainButton(say(Say.TakeOut), "take-out", isBusy = isBusy, isGrave = true) { on.takeOut(it) }
                    QuietButton(say(Say.KeepIt), "keep-device") { on.show(step.copy(leaving = null)) }
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (leaving != null) {
            Note(say(Say.TakeOutWhy), Tone.Care, leaving.name)
        } else {
            Loaded(step.devices, say(Say.Reading), { on.devices() }) { devices ->
                Rows {
                    devices.forEach { one ->
                        val below =
                            if (one.revoked) {
                                say(Say.TakenOut)
                            } else if (one.own) {
                                say(Say.ThisPhone)
                            } else {
                                null
                            }
                        val isOpen = !one.own && !one.revoked
                        LineRow(
                            one.name,
                            "device-${one.name}",
                            Sign.Phone,
                            below,
                            enabled = !one.revoked,
                            onClick =
                                if (isOpen) {
                                    (
                                        {
                                            on.show(step.copy(leaving = one))
                                        }
                                    )
                                } else {
                                    null
                                },
                        )
                    }
                }
                Text(say(Say.DevicesWhy), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
        }
    }
}
