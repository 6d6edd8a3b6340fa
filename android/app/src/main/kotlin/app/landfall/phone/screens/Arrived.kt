package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import app.landfall.core.Trouble
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Tone
import app.landfall.phone.model.GetStep
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

/** What to do once the SIM is here. */
@Composable
internal fun DoneScreen(
    step: GetStep.Done,
    trouble: Trouble?,
    isBusy: Boolean,
    on: GetActions,
) = Screen(
    say(SayGet.DoneTitle),
    bottom = {
        if (step.sim.enabled) {
            MainButton(say(SayGet.ToMySims), "to-sims", sign = Sign.Sim) { on.mySims() }
        } else {
            MainButton(say(SaySims.UseSim), "use-now", isBusy = isBusy, sign = Sign.Tick) { on.enable(step.sim) }
            QuietButton(say(SayGet.Later), "to-sims") { on.mySims() }
        }
    },
) {
    SimCard(step.sim)
    if (trouble != null) TroubleNote(trouble)
    if (!step.isReported) Note(say(SaySims.ResultWaitsWhy), Tone.Care)
    Heading(say(SayGet.WhatNext))
    Rows {
        LineRow(say(SayGet.NextUse), "next-use", Sign.Tick, say(if (step.sim.enabled) SayGet.NextUsed else SayGet.NextUseWhy))
        LineRow(say(SaySims.WhereUsed), "next-where", Sign.Info, say(SayGet.NextWhere)) { on.where() }
        LineRow(say(SayGet.NextAccount), "next-account", Sign.Cloud, say(SayGet.NextAccountWhy))
    }
}
