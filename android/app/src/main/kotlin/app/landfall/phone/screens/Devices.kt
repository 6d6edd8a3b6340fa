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
import app.landfall.phone.words.SayAccount
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SaySims
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
        say(SayAccount.ApproveDevice),
        { on.home() },
        bottom =
            if (code == null) {
                null
            } else {
                {
                    MainButton(say(SayAccount.CodesSame), "same", isBusy = isBusy, sign = Sign.Tick) { on.answer(true) }
                    OtherButton(say(SayAccount.CodesDiffer), "differ", sign = Sign.Cross) { on.answer(false) }
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        val with = step.comparing
        when {
            with != null && code == null -> {
                Waiting(say(SayAccount.Comparing, with.name))
            }

            with != null && code != null -> {
                Body(say(SayAccount.CompareThere, with.name))
                BigCode(code, "compare-code")
                Note(say(SayAccount.CompareWhy), Tone.Care)
            }

            else -> {
                Loaded(step.waiting, say(SayAnywhere.Reading), { on.approve() }) { waiting ->
                    if (waiting.isEmpty()) Nothing(Sign.Phone, say(SayAccount.NobodyAsks), say(SayAccount.NobodyAsksWhy))
                    waiting.forEach { one ->
                        Rows {
                            LineRow(
                                one.name,
                                "waiting-${one.name}",
                                Sign.Phone,
                                say(SayAccount.WantsIn, LocalLanguage.current.time(one.expires)),
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
        say(SayAccount.Devices),
        { if (leaving == null) on.home() else on.show(step.copy(leaving = null)) },
        bottom =
            leaving?.let {
                {
                    MainButton(say(SayAccount.TakeOut), "take-out", isBusy = isBusy, isGrave = true) { on.takeOut(it) }
                    QuietButton(say(SaySims.KeepIt), "keep-device") { on.show(step.copy(leaving = null)) }
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (leaving != null) {
            Note(say(SayAccount.TakeOutWhy), Tone.Care, leaving.name)
        } else {
            Loaded(step.devices, say(SayAnywhere.Reading), { on.devices() }) { devices ->
                Rows {
                    devices.forEach { one ->
                        val below =
                            if (one.revoked) {
                                say(SayAccount.TakenOut)
                            } else if (one.own) {
                                say(SayAnywhere.ThisPhone)
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
                Text(say(SayAccount.DevicesWhy), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
        }
    }
}
