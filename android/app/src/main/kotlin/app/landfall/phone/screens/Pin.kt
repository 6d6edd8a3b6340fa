package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.Field
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Typed
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

/** What a PIN's screen is for. */
enum class PinTask { First, Change, Unblock }

/** PIN: the first, another one, or a new one by the PUK. */
@Composable
fun PinScreen(
    task: PinTask,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    tries: UInt? = null,
    onBack: (() -> Unit)? = {},
    onPin: (old: String, new: String) -> Unit = { _, _ -> },
) {
    var old by remember { mutableStateOf("") }
    var new by remember { mutableStateOf("") }
    var again by remember { mutableStateOf("") }
    val (title, why) =
        when (task) {
            PinTask.First -> say(SaySims.FirstPin) to say(SaySims.FirstPinWhy)
            PinTask.Change -> say(SaySims.ChangePin) to say(SaySims.ChangePinWhy)
            PinTask.Unblock -> say(SaySims.Unblock) to say(SaySims.UnblockWhy)
        }
    val isSame = new == again
    Screen(
        title,
        onBack,
        bottom = {
            MainButton(
                say(if (task == PinTask.First) SaySims.SetPin else SayAnywhere.Save),
                "save-pin",
                enabled = new.isNotEmpty() && isSame && (task == PinTask.First || old.isNotEmpty()),
                isBusy = isBusy,
            ) { onPin(old, new) }
        },
    ) {
        Body(why)
        if (trouble != null) TroubleNote(trouble)
        if (task ==
            PinTask.Change
        ) {
            Field(say(SaySims.OldPin), old, "old-pin", Typed.SecretDigits, tries?.let { say(SaySims.TriesLeft, it) }) { old = it }
        }
        if (task == PinTask.Unblock) Field(say(SaySims.Puk), old, "puk", Typed.SecretDigits, say(SaySims.PukHint)) { old = it }
        Field(say(SaySims.NewPin), new, "new-pin", Typed.SecretDigits, say(SaySims.PinHint)) { new = it }
        Field(
            say(SaySims.PinAgain),
            again,
            "pin-again",
            Typed.SecretDigits,
            wrong =
                if (again.isNotEmpty() &&
                    !isSame
                ) {
                    say(SaySims.NotTheSame)
                } else {
                    null
                },
        ) { again = it }
    }
}
