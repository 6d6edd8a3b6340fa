package app.landfall.phone.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.landfall.core.AccountView
import app.landfall.core.Trouble
import app.landfall.phone.look.Draw
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.Pill
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.SmallButton
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.model.AccountStep
import app.landfall.phone.model.Load
import app.landfall.phone.words.Say
import app.landfall.phone.words.say

@Composable
internal fun HomeScreen(
    step: AccountStep.Home,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) {
    val loaded = step.account
    val nobody = loaded is Load.Here && loaded.it == null
    Screen(
        say(Say.Account),
        bottom =
            when {
                nobody -> {
                    {
                        MainButton(say(Say.SignUp), "sign-up") { on.signUp() }
                        OtherButton(say(Say.SignIn), "sign-in") { on.signIn() }
                    }
                }

                loaded is Load.Here -> {
                    { MainButton(say(Say.SyncNow), "sync", isBusy = isBusy, sign = Sign.Cloud) { on.sync() } }
                }

                else -> {
                    null
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        Loaded(loaded, say(Say.Reading), { on.home() }) { account ->
            if (account == null) NoAccount() else SignedIn(account, on)
        }
    }
}

@Composable
private fun NoAccount() =
    Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
        Nothing(Sign.Cloud, say(Say.NoAccount), say(Say.NoAccountWhy))
        Rows {
            LineRow(say(Say.WhySync), "why-sync", Sign.Swap, say(Say.WhySyncText))
            LineRow(say(Say.WhyLost), "why-lost", Sign.Lost, say(Say.WhyLostText))
            LineRow(say(Say.WhySealed), "why-sealed", Sign.Lock, say(Say.WhySealedText))
        }
    }

@Composable
private fun SignedIn(
    account: AccountView,
    on: AccountActions,
) = Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
    if (account.sheetWaits) {
        Note(say(Say.SheetWaitsText), Tone.Care, say(Say.SheetWaits), Sign.Sheet, "sheet-waits") {
            SmallButton(say(Say.ShowSheet), "show-sheet") { on.showSheet() }
        }
    }
    Panel {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.large), verticalAlignment = Alignment.CenterVertically) {
            Box(Modifier.size(52.dp).clip(CircleShape).background(MaterialTheme.colorScheme.primaryContainer), contentAlignment = Alignment.Center) {
                Sign.Person.Draw(Modifier.size(28.dp), tint = MaterialTheme.colorScheme.onPrimaryContainer)
            }
            Column(Modifier.weight(1f)) {
                Text(
                    account.login,
                    Modifier.testTag("login"),
                    style = MaterialTheme.typography.titleLarge,
                    color = MaterialTheme.colorScheme.onSurface,
                )
                Text(account.server, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
        }
        if (account.unsynced == 0uL) Pill(say(Say.AllSynced), Tone.Well) else Pill(say(Say.Unsynced, account.unsynced), Tone.Care)
    }
    Rows {
        LineRow(say(Say.Devices), "devices", Sign.Phone) { on.devices() }
        LineRow(say(Say.ApproveDevice), "approve", Sign.Tick, say(Say.ApproveWhy)) { on.approve() }
        LineRow(say(Say.Family), "family", Sign.People, say(Say.FamilyWhy)) { on.family() }
        LineRow(say(Say.Activity), "account-activity", Sign.Clock) { on.activity() }
    }
    Rows {
        LineRow(say(Say.OutOfContact), "lease", Sign.Lock, say(Say.OutOfContactWhy)) { on.lease() }
        LineRow(say(Say.ChangePassword), "password", Sign.Key) { on.password() }
        LineRow(say(Say.SignOut), "sign-out", Sign.Back, say(Say.SignOutWhy), isGrave = true) { on.signOut() }
        LineRow(say(Say.DeleteAccount), "delete-account", Sign.Erase, isGrave = true) { on.deleting() }
    }
}

/** Before the account is deleted: what that means. */
@Composable
internal fun DeletingScreen(
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) = Screen(
    say(Say.DeleteAccount),
    { on.home() },
    bottom = {
        MainButton(say(Say.DeleteForGood), "delete-account-for-good", isBusy = isBusy, isGrave = true, sign = Sign.Erase) { on.deleteAccount() }
        QuietButton(say(Say.KeepIt), "keep-account") { on.home() }
    },
) {
    if (trouble != null) TroubleNote(trouble)
    Note(say(Say.DeleteAccountWhy), Tone.Grave)
}
