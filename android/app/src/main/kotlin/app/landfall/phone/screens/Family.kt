package app.landfall.phone.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import app.landfall.core.FamilyView
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.Fact
import app.landfall.phone.look.Field
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.Panel
import app.landfall.phone.look.Pill
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.SmallButton
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.model.AccountStep
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayAccount
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.say

/** Sub-accounts: who is tied to this one, and what their SIMs are. */
@Composable
internal fun FamilyScreen(
    step: AccountStep.Family,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) {
    var name by remember { mutableStateOf("") }
    var code by remember { mutableStateOf("") }
    var isAccepting by remember { mutableStateOf(false) }
    val invitation = step.invitation
    Screen(
        say(SayAccount.Family),
        { if (isAccepting) isAccepting = false else on.home() },
        bottom =
            if (invitation != null) {
                { MainButton(say(SayAccount.SendCode), "send-code") { on.share(invitation) } }
            } else if (isAccepting) {
                {
                    MainButton(
                        say(SayAccount.Accept),
                        "accept",
                        enabled = code.isNotBlank() && name.isNotBlank(),
                        isBusy = isBusy,
                    ) { on.accept(code, name) }
                }
            } else {
                {
                    MainButton(say(SayAccount.Invite), "invite", enabled = name.isNotBlank(), isBusy = isBusy, sign = Sign.Plus) { on.invite(name) }
                    QuietButton(say(SayAccount.HaveInvitation), "have-invitation") { isAccepting = true }
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (invitation != null) {
            Body(say(SayAccount.InvitationWhy))
            Panel {
                Text(
                    invitation,
                    Modifier.testTag("invitation"),
                    style = MaterialTheme.typography.titleLarge,
                    color = MaterialTheme.colorScheme.onSurface,
                )
            }
        } else if (isAccepting) {
            Field(say(SayAccount.InvitationCode), code, "invitation-code", Typed.Code, lines = 2) { code = it }
            Field(say(SayAccount.MainName), name, "main-name") { name = it }
        } else {
            Loaded(step.family, say(SayAnywhere.Reading), { on.family() }) { family -> Ties(family, on) }
            Field(say(SayAccount.InviteName), name, "sub-name", hint = say(SayAccount.InviteHint)) { name = it }
        }
    }
}

@Composable
private fun Ties(
    family: FamilyView,
    on: AccountActions,
) = Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
    if (family.ties.isEmpty()) Nothing(Sign.People, say(SayAccount.NoFamily), say(SayAccount.NoFamilyWhy))
    family.ties.forEach { tie ->
        Panel {
            Text(tie.name, style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
            tie.login?.let { Text(it, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant) }
            Pill(
                say(
                    if (tie.link == "linked") {
                        SayAccount.Linked
                    } else if (tie.link == "invited") {
                        SayAccount.Invited
                    } else {
                        SayAccount.Unlinked
                    },
                ),
                if (tie.link == "linked") Tone.Well else Tone.Plain,
            )
            Fact(
                say(SayAccount.MayDo),
                tie.given.acts
                    .map { say(right(it)) }
                    .joinToString(),
            )
            if (tie.link == "linked") SmallButton(say(SayAccount.EndTie), "end-${tie.name}") { on.endTie(tie.name) }
        }
    }
    if (family.sims.isNotEmpty()) {
        Heading(say(SayAccount.TheirSims))
        Rows { family.sims.forEach { LineRow(it.name, "seen-${it.iccid}", Sign.Sim, "${it.of} · ${it.operator}") } }
    }
}

private fun right(word: String): Say =
    when (word) {
        "see" -> SayAccount.MaySee
        "use" -> SayAccount.MayUse
        "edit" -> SayAccount.MayEdit
        "copy" -> SayAccount.MayCopy
        "lock" -> SayAccount.MayLock
        "erase" -> SayAccount.MayErase
        "buy" -> SayAccount.MayBuy
        else -> SayAccount.MayDelegate
    }
