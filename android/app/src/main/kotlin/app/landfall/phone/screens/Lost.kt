package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import app.landfall.core.DeviceView
import app.landfall.core.LostPhone
import app.landfall.core.OrderInfo
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.Field
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Typed
import app.landfall.phone.model.By
import app.landfall.phone.model.Credentials
import app.landfall.phone.model.Deed
import app.landfall.phone.model.LostStep
import app.landfall.phone.words.SayAccount
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayLost
import app.landfall.phone.words.say

/** What the user does in *Lost phone*. */
interface LostActions {
    fun start() {}

    fun choose(by: By) {}

    fun show(step: LostStep) {}

    fun prove(typed: Credentials) {}

    fun devices() {}

    fun open(device: DeviceView) {}

    fun want(
        device: DeviceView,
        deed: Deed,
    ) {}

    fun order(what: LostStep.Confirm) {}

    fun follow(
        device: DeviceView,
        order: OrderInfo,
    ) {}

    fun takeBack(shown: LostStep.Order) {}

    fun share(text: String) {}
}

/** *Lost phone*: where the user is. */
@Composable
fun LostScreen(
    step: LostStep,
    by: By = By.ThisDevice,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    on: LostActions = object : LostActions {},
) {
    when (step) {
        is LostStep.Start -> {
            StartScreen(step, trouble, isBusy, on)
        }

        is LostStep.Prove -> {
            ProveScreen(step, trouble, isBusy, on)
        }

        is LostStep.Devices -> {
            LostDevicesScreen(step, trouble, on)
        }

        is LostStep.Device -> {
            LostDeviceScreen(step, by, trouble, on)
        }

        is LostStep.Confirm -> {
            ConfirmScreen(step, trouble, isBusy, on)
        }

        is LostStep.Order -> {
            OrderScreen(step, trouble, isBusy, on)
        }

        is LostStep.Receipt -> {
            ReceiptScreen(step, on)
        }

        is LostStep.Moving -> {
            Screen(say(deedName(step.deed)), { on.open(step.device) }) {
                if (trouble != null) TroubleNote(trouble)
                MoveSteps(step.steps)
            }
        }
    }
}

@Composable
private fun StartScreen(
    step: LostStep.Start,
    trouble: Trouble?,
    isBusy: Boolean,
    on: LostActions,
) = Screen(
    say(SayLost.LostPhone),
    bottom = {
        if (step.isSignedIn) {
            MainButton(say(SayLost.ByThisPhone), "by-this", isBusy = isBusy, sign = Sign.Phone) { on.choose(By.ThisDevice) }
        } else {
            MainButton(say(SayAccount.BySheetShort), "by-sheet", isBusy = isBusy, sign = Sign.Sheet) { on.choose(By.Sheet) }
        }
    },
) {
    Body(say(SayLost.LostWhy))
    if (trouble != null) TroubleNote(trouble)
    if (!step.isSignedIn) Note(say(SayLost.LostNotSignedIn))
    Heading(say(SayLost.WhatYouHave))
    Rows {
        LineRow(say(SayLost.ByThisPhone), "row-this", Sign.Phone, say(SayLost.ByThisPhoneWhy), enabled = step.isSignedIn) { on.choose(By.ThisDevice) }
        LineRow(say(SayAccount.BySheetShort), "row-sheet", Sign.Sheet, say(SayLost.LostSheetWhy)) { on.choose(By.Sheet) }
        LineRow(say(SayAccount.ByPassword), "row-password", Sign.Key, say(SayLost.LostPasswordWhy)) { on.choose(By.Password) }
    }
}

@Composable
private fun ProveScreen(
    step: LostStep.Prove,
    trouble: Trouble?,
    isBusy: Boolean,
    on: LostActions,
) {
    val typed = step.typed
    val isSheet = step.by == By.Sheet
    val isWhole = typed.server.isNotBlank() && if (isSheet) typed.sheet.isNotBlank() else typed.login.isNotBlank() && typed.password.isNotEmpty()
    Screen(
        say(if (isSheet) SayAccount.BySheetShort else SayAccount.ByPassword),
        { on.start() },
        bottom = { MainButton(say(SayAnywhere.Continue), "prove", enabled = isWhole, isBusy = isBusy) { on.prove(typed) } },
    ) {
        Note(say(if (isSheet) SayLost.LostSheetWhy else SayLost.LostPasswordWhy))
        if (trouble != null) TroubleNote(trouble)
        if (isSheet) {
            Field(
                say(SayAccount.Sheet),
                typed.sheet,
                "lost-sheet",
                Typed.Code,
                say(SayAccount.SheetHint),
                lines = 3,
            ) { on.show(step.copy(typed = typed.copy(sheet = it))) }
        } else {
            Field(say(SayAccount.Login), typed.login, "lost-login") { on.show(step.copy(typed = typed.copy(login = it))) }
            Field(say(SayAccount.Password), typed.password, "lost-password", Typed.Secret) { on.show(step.copy(typed = typed.copy(password = it))) }
        }
        Field(say(SayAccount.Server), typed.server, "lost-server", Typed.Code) { on.show(step.copy(typed = typed.copy(server = it))) }
    }
}
