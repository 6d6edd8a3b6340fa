package app.landfall.phone.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import app.landfall.core.Landfall
import app.landfall.core.Trouble
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Field
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.look.Waiting
import app.landfall.phone.words.SayAccount
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayLost
import app.landfall.phone.words.say

/** The app starts. */
@Composable
fun OpeningScreen() =
    Column(
        Modifier.fillMaxSize().background(MaterialTheme.colorScheme.background).padding(Space.huge),
        verticalArrangement = Arrangement.Center,
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Sign.Sim.Draw(Modifier.size(64.dp), tint = MaterialTheme.colorScheme.primary)
        Waiting(say(SayAnywhere.Opening))
    }

/** The app can't start. */
@Composable
fun FailedScreen(
    trouble: Trouble,
    onRetry: () -> Unit = {},
) = Screen("Landfall", bottom = { MainButton(say(SayAnywhere.TryAgain), "retry-open", onClick = onRetry) }) { TroubleNote(trouble) }

/** *This phone was locked.* */
@Composable
fun LockedScreen(
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onUnlock: (password: String, sheet: String) -> Unit = { _, _ -> },
) {
    var isBySheet by remember { mutableStateOf(false) }
    var secret by remember { mutableStateOf("") }
    Screen(
        say(SayLost.PhoneLocked),
        bottom = {
            MainButton(say(SayLost.UnlockPhone), "unlock-phone", enabled = secret.isNotBlank(), isBusy = isBusy, sign = Sign.Lock) {
                if (isBySheet) onUnlock("", secret) else onUnlock(secret, "")
            }
        },
    ) {
        Note(say(SayLost.PhoneLockedWhy), Tone.Care, sign = Sign.Lock)
        if (trouble != null) TroubleNote(trouble)
        Choice(say(SayAccount.ByPassword), !isBySheet, "locked-password", say(SayLost.UnlockPassword), Sign.Key) { isBySheet = false }
        Choice(say(SayAccount.BySheetShort), isBySheet, "locked-sheet", say(SayLost.UnlockSheet), Sign.Sheet) { isBySheet = true }
        if (isBySheet) {
            Field(say(SayAccount.Sheet), secret, "unlock-secret", Typed.Code, say(SayAccount.SheetHint), lines = 3) { secret = it }
        } else {
            Field(say(SayAccount.Password), secret, "unlock-secret", Typed.Secret) { secret = it }
        }
    }
}

/** *This phone was wiped.* */
@Composable
fun WipedScreen(
    owes: Boolean?,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onHandIn: () -> Unit = {},
    onAnew: () -> Unit = {},
) = Screen(
    say(SayLost.PhoneWiped),
    bottom = {
        if (owes ==
            false
        ) {
            MainButton(say(SayLost.StartAnew), "start-anew", onClick = onAnew)
        } else {
            MainButton(say(SayLost.HandIn), "hand-in", isBusy = isBusy, onClick = onHandIn)
        }
    },
) {
    Nothing(Sign.Erase, say(SayLost.WipedTitle), say(SayLost.WipedWhy), "wiped")
    if (trouble != null) TroubleNote(trouble)
    if (owes ==
        false
    ) {
        Note(say(SayLost.NothingOwed), Tone.Well, tag = "nothing-owed")
    } else {
        Note(say(SayLost.ReceiptOwed), Tone.Care, sign = Sign.Receipt, tag = "receipt-owed")
    }
}
