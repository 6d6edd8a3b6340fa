package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import app.landfall.core.PolicyRule
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.Fact
import app.landfall.phone.look.Field
import app.landfall.phone.look.Heading
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.Panel
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.look.Waiting
import app.landfall.phone.model.GetStep
import app.landfall.phone.model.Given
import app.landfall.phone.model.Into
import app.landfall.phone.model.isActivation
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.SayPlaces
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

/** A code, scanned or typed; where the SIM of an activation code goes, if there is a choice. */
@Composable
internal fun CodeScreen(
    step: GetStep.Code,
    trouble: Trouble?,
    isBusy: Boolean,
    canScan: Boolean,
    on: GetActions,
) = Screen(
    say(SaySims.AddByCode),
    { on.begin() },
    bottom = {
        MainButton(say(SayAnywhere.Continue), "use-code", enabled = step.text.isNotBlank(), isBusy = isBusy) { on.useCode(step) }
        if (canScan) QuietButton(say(SayGet.ScanCode), "scan") { on.scan() }
        QuietButton(say(SayGet.Paste), "paste") { on.paste()?.let { on.show(step.copy(text = it)) } }
    },
) {
    Body(say(SayGet.CodeWhy))
    if (trouble != null) TroubleNote(trouble)
    Field(say(SayGet.Code), step.text, "code", Typed.Code, say(SayGet.CodeHint), lines = 3) { on.show(step.copy(text = it)) }
    if (step.places.size > 1 && isActivation(step.text)) {
        Heading(say(SayGet.IntoWhich))
        step.places.forEach { place -> PlaceChoice(place, place == step.into) { on.show(step.copy(into = place)) } }
    }
}

@Composable
private fun PlaceChoice(
    place: Into,
    isChosen: Boolean,
    onChoose: () -> Unit,
) = when (place) {
    Into.Software -> Choice(say(SayGet.IntoSoftware), isChosen, "into-software", say(SayGet.IntoSoftwareWhy), Sign.Chip, onChoose)
    is Into.Removable -> Choice(say(SayPlaces.WhereRemovable), isChosen, "into-card", say(SayGet.IntoCardWhy, place.reader), Sign.Sim, onChoose)
    Into.OwnEsim -> Choice(say(SayPlaces.WhereSystem), isChosen, "into-system", say(SayGet.IntoSystemWhy), Sign.Phone, onChoose)
}

/** What the phone's own eSIM made of a code. */
@Composable
internal fun HandedOverScreen(
    step: GetStep.HandedOver,
    on: GetActions,
) = Screen(
    say(SayPlaces.WhereSystem),
    { on.begin() },
    bottom =
        step.given?.let {
            {
                MainButton(say(SayGet.ToMySims), "to-sims", sign = Sign.Sim) { on.mySims() }
                if (it is Given.Failed) QuietButton(say(SayGet.TypeCode), "type-code") { on.typeCode() }
            }
        },
) {
    when (val given = step.given) {
        null -> Waiting(say(SayGet.HandingOver))
        Given.Done -> Nothing(Sign.Tick, say(SayGet.HandedDone), say(SayGet.HandedDoneWhy), "handed-done")
        Given.BySystem -> Nothing(Sign.Phone, say(SayGet.HandedSystem), say(SayGet.HandedSystemWhy), "handed-system")
        is Given.Failed -> Note(say(SayGet.HandedFailedWhy, given.code), Tone.Grave, say(SayGet.HandedFailed), tag = "handed-failed")
    }
}

/** A server's offer: what it is, its rules, a confirmation code where one is asked for. */
@Composable
internal fun ProposalScreen(
    step: GetStep.Proposal,
    on: GetActions,
) {
    val offered = step.proposal
    Screen(
        say(SayGet.ProposalTitle),
        bottom = {
            MainButton(
                say(SayGet.Install),
                "agree",
                enabled = !offered.needsCode || step.code.isNotBlank(),
                sign = Sign.Tick,
            ) { on.answer(true, step.code) }
            QuietButton(say(SayGet.NotWanted), "not-wanted") { on.answer(false, "") }
        },
    ) {
        Panel {
            Fact(say(SayGet.Operator), offered.operator)
            Fact(say(SaySims.Name), offered.name)
            Fact(say(SaySims.SimNumber), offered.iccid)
        }
        if (offered.rules.isNotEmpty()) Note(offered.rules.map { say(ruleName(it)) }.joinToString("\n"), Tone.Care, say(SayGet.Rules))
        if (offered.needsCode) {
            Field(
                say(SayGet.ConfirmCode),
                step.code,
                "confirmation",
                Typed.Code,
                say(SayGet.ConfirmCodeHint),
                if (offered.codeRefused) say(SayGet.CodeRefused) else null,
            ) { on.show(step.copy(code = it)) }
        }
    }
}

private fun ruleName(rule: PolicyRule) =
    when (rule) {
        PolicyRule.STAYS_ENABLED -> SayGet.StaysEnabled
        PolicyRule.STAYS_INSTALLED -> SayGet.StaysInstalled
    }
