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
import app.landfall.phone.words.SayAccount
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SaySims
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
        say(SayAccount.Account),
        bottom =
            when {
                nobody -> {
                    {
                        MainButton(say(SayAccount.SignUp), "sign-up") { on.signUp() }
                        OtherButton(say(SayAccount.SignIn), "sign-in") { on.signIn() }
                    }
                }

                loaded is Load.Here -> {
                    { MainButton(say(SayAccount.SyncNow), "sync", isBusy = isBusy, sign = Sign.Cloud) { on.sync() } }
                }

                else -> {
                    null
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        Loaded(loaded, say(SayAnywhere.Reading), { on.home() }) { account ->
            if (account == null) NoAccount() else SignedIn(account, on)
        }
    }
}

@Composable
private fun NoAccount() =
    Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
        Nothing(Sign.Cloud, say(SayAccount.NoAccount), say(SayAccount.NoAccountWhy))
        Rows {
            LineRow(say(SayAccount.WhySync), "why-sync", Sign.Swap, say(SayAccount.WhySyncText))
            LineRow(say(SayAccount.WhyLost), "why-lost", Sign.Lost, say(SayAccount.WhyLostText))
            LineRow(say(SayAccount.WhySealed), "why-sealed", Sign.Lock, say(SayAccount.WhySealedText))
        }
    }

@Composable
private fun SignedIn(
    account: AccountView,
    on: AccountActions,
) = Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
    if (account.sheetWaits) {
        Note(say(SayAccount.SheetWaitsText), Tone.Care, say(SayAccount.SheetWaits), Sign.Sheet, "sheet-waits") {
            SmallButton(say(SayAccount.ShowSheet), "show-sheet") { on.showSheet() }
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
        if (account.unsynced == 0uL) Pill(say(SayAccount.AllSynced), Tone.Well) else Pill(say(SayAccount.Unsynced, account.unsynced), Tone.Care)
    }
    Rows {
        LineRow(say(SayAccount.Devices), "devices", Sign.Phone) { on.devices() }
        LineRow(say(SayAccount.ApproveDevice), "approve", Sign.Tick, say(SayAccount.ApproveWhy)) { on.approve() }
        LineRow(say(SayAccount.Family), "family", Sign.People, say(SayAccount.FamilyWhy)) { on.family() }
        LineRow(say(SaySims.Activity), "account-activity", Sign.Clock) { on.activity() }
    }
    Rows {
        LineRow(say(SayAccount.OutOfContact), "lease", Sign.Lock, say(SayAccount.OutOfContactWhy)) { on.lease() }
        LineRow(say(SayAccount.ChangePassword), "password", Sign.Key) { on.password() }
        LineRow(say(SayAccount.SignOut), "sign-out", Sign.Back, say(SayAccount.SignOutWhy), isGrave = true) { on.signOut() }
        LineRow(say(SayAccount.DeleteAccount), "delete-account", Sign.Erase, isGrave = true) { on.deleting() }
    }
}

/** Before the account is deleted: what that means. */
@Composable
internal fun DeletingScreen(
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) = Screen(
    say(SayAccount.DeleteAccount),
    { on.home() },
    bottom = {
        MainButton(say(SaySims.DeleteForGood), "delete-account-for-good", isBusy = isBusy, isGrave = true, sign = Sign.Erase) { on.deleteAccount() }
        QuietButton(say(SaySims.KeepIt), "keep-account") { on.home() }
    },
) {
    if (trouble != null) TroubleNote(trouble)
    Note(say(SayAccount.DeleteAccountWhy), Tone.Grave)
}
