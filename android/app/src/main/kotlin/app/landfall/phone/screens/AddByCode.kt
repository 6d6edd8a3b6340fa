package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.Fact
import app.landfall.phone.look.Field
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Panel
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.model.GetStep
import app.landfall.phone.words.Say
import app.landfall.phone.words.say
import app.landfall.phone.words.text

@Composable
internal fun CodeScreen(
    step: GetStep.Code,
    trouble: Trouble?,
    isBusy: Boolean,
    canScan: Boolean,
    on: GetActions,
) = Screen(
    say(Say.AddByCode),
    { on.begin() },
    bottom = {
        MainButton(say(Say.Continue), "use-code", enabled = step.text.isNotBlank(), isBusy = isBusy) { on.useCode(step.text) }
        if (canScan) QuietButton(say(Say.ScanCode), "scan") { on.scan() }
        QuietButton(say(Say.Paste), "paste") { on.paste()?.let { on.show(step.copy(text = it)) } }
    },
) {
    Body(say(Say.CodeWhy))
    if (trouble != null) TroubleNote(trouble)
    Field(say(Say.Code), step.text, "code", Typed.Code, say(Say.CodeHint), lines = 3) { on.show(step.copy(text = it)) }
}

/** A server's offer: what it is, its rules, a confirmation code where one is asked for. */
@Composable
internal fun ProposalScreen(
    step: GetStep.Proposal,
    on: GetActions,
) {
    val offered = step.proposal
    Screen(
        say(Say.ProposalTitle),
        bottom = {
            MainButton(
                say(Say.Install),
                "agree",
                enabled = !offered.needsCode || step.code.isNotBlank(),
                sign = Sign.Tick,
            ) { on.answer(true, step.code) }
            QuietButton(say(Say.NotWanted), "not-wanted") { on.answer(false, "") }
        },
    ) {
        Panel {
            Fact(say(Say.Operator), offered.operator)
            Fact(say(Say.Name), offered.name)
            Fact(say(Say.SimNumber), offered.iccid)
        }
        if (offered.rules.isNotEmpty()) Note(offered.rules.joinToString("\n"), Tone.Care, say(Say.Rules))
        if (offered.needsCode) {
            Field(
                say(Say.ConfirmCode),
                step.code,
                "confirmation",
                Typed.Code,
                say(Say.ConfirmCodeHint),
                if (offered.codeRefused) say(Say.CodeRefused) else null,
            ) { on.show(step.copy(code = it)) }
        }
    }
}
