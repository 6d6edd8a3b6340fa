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
import app.landfall.phone.words.Say
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
    say(Say.LostPhone),
    bottom = {
        if (step.isSignedIn) {
            MainButton(say(Say.ByThisPhone), "by-this", isBusy = isBusy, sign = Sign.Phone) { on.choose(By.ThisDevice) }
        } else {
            MainButton(say(Say.BySheetShort), "by-sheet", isBusy = isBusy, sign = Sign.Sheet) { on.choose(By.Sheet) }
        }
    },
) {
    Body(say(Say.LostWhy))
    if (trouble != null) TroubleNote(trouble)
    if (!step.isSignedIn) Note(say(Say.LostNotSignedIn))
    Heading(say(Say.WhatYouHave))
    Rows {
        LineRow(say(Say.ByThisPhone), "row-this", Sign.Phone, say(Say.ByThisPhoneWhy), enabled = step.isSignedIn) { on.choose(By.ThisDevice) }
        LineRow(say(Say.BySheetShort), "row-sheet", Sign.Sheet, say(Say.LostSheetWhy)) { on.choose(By.Sheet) }
        LineRow(say(Say.ByPassword), "row-password", Sign.Key, say(Say.LostPasswordWhy)) { on.choose(By.Password) }
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
        say(if (isSheet) Say.BySheetShort else Say.ByPassword),
        { on.start() },
        bottom = { MainButton(say(Say.Continue), "prove", enabled = isWhole, isBusy = isBusy) { on.prove(typed) } },
    ) {
        Note(say(if (isSheet) Say.LostSheetWhy else Say.LostPasswordWhy))
        if (trouble != null) TroubleNote(trouble)
        if (isSheet) {
            Field(
                say(Say.Sheet),
                typed.sheet,
                "lost-sheet",
                Typed.Code,
                say(Say.SheetHint),
                lines = 3,
            ) { on.show(step.copy(typed = typed.copy(sheet = it))) }
        } else {
            Field(say(Say.Login), typed.login, "lost-login") { on.show(step.copy(typed = typed.copy(login = it))) }
            Field(say(Say.Password), typed.password, "lost-password", Typed.Secret) { on.show(step.copy(typed = typed.copy(password = it))) }
        }
        Field(say(Say.Server), typed.server, "lost-server", Typed.Code) { on.show(step.copy(typed = typed.copy(server = it))) }
    }
}
