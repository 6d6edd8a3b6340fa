package app.landfall.phone.screens

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.unit.dp
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.Field
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.look.Waiting
import app.landfall.phone.model.AccountStep
import app.landfall.phone.model.Credentials
import app.landfall.phone.model.SignInBy
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayAccount
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.say

@Composable
private fun Who(
    typed: Credentials,
    password: Say = SayAccount.Password,
    onChange: (Credentials) -> Unit,
) = Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
    Field(say(SayAccount.Login), typed.login, "login-field", hint = say(SayAccount.LoginHint)) { onChange(typed.copy(login = it)) }
    Field(say(password), typed.password, "password-field", Typed.Secret, say(SayAccount.PasswordHint)) { onChange(typed.copy(password = it)) }
    Field(say(SayAccount.PhoneName), typed.device, "device-field", hint = say(SayAccount.PhoneNameHint)) { onChange(typed.copy(device = it)) }
    Field(say(SayAccount.Server), typed.server, "server-field", Typed.Code) { onChange(typed.copy(server = it)) }
}

private val Credentials.isWhole get() = server.isNotBlank() && login.isNotBlank() && password.isNotEmpty() && device.isNotBlank()

@Composable
internal fun SignUpScreen(
    step: AccountStep.SignUp,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) = Screen(
    say(SayAccount.SignUp),
    { on.home() },
    bottom = { MainButton(say(SayAccount.MakeAccount), "make-account", enabled = step.typed.isWhole, isBusy = isBusy) { on.create(step.typed) } },
) {
    Body(say(SayAccount.SignUpWhy))
    if (trouble != null) TroubleNote(trouble)
    Who(step.typed) { on.show(AccountStep.SignUp(it)) }
}

/** The recovery sheet: shown once, to be written down or printed. */
@Composable
internal fun SheetScreen(
    step: AccountStep.Sheet,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) {
    var isKept by remember { mutableStateOf(false) }
    Screen(
        say(SayAccount.Sheet),
        bottom = {
            MainButton(say(SayAccount.SheetDone), "sheet-done", enabled = isKept, isBusy = isBusy) { on.sheetWasShown() }
            QuietButton(say(SayAccount.PrintSheet), "print-sheet") { on.share(step.sheet) }
        },
    ) {
        Note(say(SayAccount.SheetWhy), Tone.Care, say(SayAccount.SheetOnce), Sign.Sheet)
        if (trouble != null) TroubleNote(trouble)
        Surface(
            Modifier.fillMaxWidth(),
            shape = MaterialTheme.shapes.medium,
            color = MaterialTheme.colorScheme.surface,
            border = BorderStroke(1.dp, MaterialTheme.colorScheme.outlineVariant),
        ) {
            Text(
                step.sheet.trim(),
                Modifier.padding(Space.large).testTag("sheet"),
                style = MaterialTheme.typography.bodyLarge.copy(fontFamily = FontFamily.Monospace),
                color = MaterialTheme.colorScheme.onSurface,
            )
        }
        Toggle(say(SayAccount.SheetKept), isKept, "sheet-kept") { isKept = it }
    }
}

@Composable
internal fun SignInScreen(
    step: AccountStep.SignIn,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) = Screen(
    say(SayAccount.SignIn),
    { on.home() },
    bottom = {
        val isWhole = step.typed.isWhole && (step.by == SignInBy.Device || step.typed.sheet.isNotBlank())
        when (step.by) {
            SignInBy.Sheet -> {
                MainButton(say(SayAccount.SignIn), "log-in", enabled = isWhole, isBusy = isBusy) { on.logIn(step.typed) }
            }

            SignInBy.Device -> {
                MainButton(say(SayAccount.AskOther), "log-in", enabled = isWhole, isBusy = isBusy) { on.ask(step.typed) }
            }

            SignInBy.Recover -> {
                MainButton(say(SayAccount.SetPassword), "log-in", enabled = isWhole, isBusy = isBusy) { on.recover(step.typed, step.takesOthersOut) }
            }
        }
    },
) {
    if (trouble != null) TroubleNote(trouble)
    By(step, SignInBy.Sheet, SayAccount.BySheet, SayAccount.BySheetWhy, "by-sheet", Sign.Sheet, on)
    By(step, SignInBy.Device, SayAccount.ByDevice, SayAccount.ByDeviceWhy, "by-device", Sign.Phone, on)
    By(step, SignInBy.Recover, SayAccount.Recover, SayAccount.RecoverWhy, "by-recovery", Sign.Key, on)
    Who(step.typed, if (step.by == SignInBy.Recover) SayAccount.PasswordNew else SayAccount.Password) { on.show(step.copy(typed = it)) }
    if (step.by != SignInBy.Device) {
        Field(say(SayAccount.Sheet), step.typed.sheet, "sheet-field", Typed.Code, say(SayAccount.SheetHint), lines = 3) {
            on.show(step.copy(typed = step.typed.copy(sheet = it)))
        }
    }
    if (step.by == SignInBy.Recover) {
        Toggle(say(SayAccount.TakeOthersOut), step.takesOthersOut, "take-others-out", say(SayAccount.TakeOthersOutWhy)) {
            on.show(step.copy(takesOthersOut = it))
        }
    }
}

/** A way to sign in. */
@Composable
private fun By(
    step: AccountStep.SignIn,
    way: SignInBy,
    title: Say,
    why: Say,
    tag: String,
    sign: Sign,
    on: AccountActions,
) = Choice(say(title), step.by == way, tag, say(why), sign) { on.show(step.copy(by = way)) }

/** This phone asks to be let in. */
@Composable
internal fun AskedScreen(
    step: AccountStep.Asked,
    trouble: Trouble?,
    on: AccountActions,
) = Screen(say(SayAccount.AskOther), { on.home() }) {
    if (trouble != null) TroubleNote(trouble)
    val code = step.code
    if (code == null) {
        Waiting(say(SayAccount.AskedWait))
        Note(say(SayAccount.AskedHow))
    } else {
        Body(say(SayAccount.CompareHere))
        BigCode(code, "compare-code")
        Note(say(SayAccount.CompareWhy), Tone.Care)
    }
}

@Composable
internal fun PasswordScreen(
    step: AccountStep.Password,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) = Screen(
    say(SayAccount.ChangePassword),
    { on.home() },
    bottom = {
        MainButton(say(SayAnywhere.Save), "save-password", enabled = step.current.isNotEmpty() && step.new.isNotEmpty(), isBusy = isBusy) {
            on.changePassword(step.current, step.new)
        }
    },
) {
    if (trouble != null) TroubleNote(trouble)
    Field(say(SayAccount.PasswordNow), step.current, "current-password", Typed.Secret) { on.show(step.copy(current = it)) }
    Field(say(SayAccount.PasswordNew), step.new, "new-password", Typed.Secret, say(SayAccount.PasswordHint)) { on.show(step.copy(new = it)) }
}
