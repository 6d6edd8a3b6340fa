package app.landfall.phone.screens

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Divider
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.landfall.core.DeviceView
import app.landfall.core.LostPhone
import app.landfall.core.OrderInfo
import app.landfall.core.OrderVerb
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Fact
import app.landfall.phone.look.Field
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.model.By
import app.landfall.phone.model.Credentials
import app.landfall.phone.model.Deed
import app.landfall.phone.model.LostStep
import app.landfall.phone.model.Sims
import app.landfall.phone.model.shown
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.say
import app.landfall.phone.words.text
import app.landfall.phone.words.time
import app.landfall.phone.words.words

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

@Composable
private fun LostDevicesScreen(
    step: LostStep.Devices,
    trouble: Trouble?,
    on: LostActions,
) = Screen(say(Say.WhichLost), { on.start() }) {
    if (trouble != null) TroubleNote(trouble)
    val others = step.devices.filter { !it.own }
    if (others.isEmpty()) {
        Nothing(Sign.Phone, say(Say.NoOthers), say(Say.NoOthersWhy))
    } else {
        Rows { others.forEach { one -> LineRow(one.name, "lost-${one.name}", Sign.Phone) { on.open(one) } } }
    }
}

@Composable
private fun LostDeviceScreen(
    step: LostStep.Device,
    by: By,
    trouble: Trouble?,
    on: LostActions,
) {
    val device = step.device
    val locksOnly = by == By.Password
    Screen(
        device.name,
        { on.devices() },
        bottom = { MainButton(say(Say.LockIt), "lock", sign = Sign.Lock) { on.want(device, Deed.Lock) } },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (locksOnly) Note(say(Say.PasswordLocksOnly), Tone.Care)
        Rows {
            LineRow(say(Say.LockIt), "lock-row", Sign.Lock, say(Say.LockShort)) { on.want(device, Deed.Lock) }
            if (!locksOnly) {
                LineRow(say(Say.UnlockIt), "unlock-row", Sign.Key, say(Say.UnlockShort)) { on.want(device, Deed.Unlock) }
                LineRow(say(Say.CopyTo), "copy-row", Sign.Copy, say(Say.CopyShort)) { on.want(device, Deed.Copy) }
                LineRow(say(Say.OverwriteIt), "overwrite-row", Sign.Swap, say(Say.OverwriteShort)) { on.want(device, Deed.Overwrite) }
                LineRow(say(Say.WipeIt), "wipe-row", Sign.Erase, say(Say.WipeShort), isGrave = true) { on.want(device, Deed.Wipe) }
            }
        }
        Heading(say(Say.Orders))
        Loaded(step.orders, say(Say.Reading), { on.open(device) }) { orders ->
            if (orders.isEmpty()) {
                Text(say(Say.NoOrders), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            } else {
                val language = LocalLanguage.current
                Rows {
                    orders.forEach { order ->
                        LineRow(
                            say(verbName(order.verb)),
                            "order-${order.id}",
                            if (order.receipt !=
                                null
                            ) {
                                Sign.Receipt
                            } else {
                                Sign.Clock
                            },
                            "${say(stateName(order.state))} · ${language.time(order.issued)}",
                        ) {
                            on.follow(device, order)
                        }
                    }
                }
            }
        }
    }
}

fun deedName(deed: Deed): Say =
    when (deed) {
        Deed.Lock -> Say.LockIt
        Deed.Unlock -> Say.UnlockIt
        Deed.Wipe -> Say.WipeIt
        Deed.Copy -> Say.CopyTo
        Deed.Overwrite -> Say.OverwriteIt
    }

private fun verbName(verb: OrderVerb): Say =
    when (verb) {
        OrderVerb.LOCK -> Say.VerbLock
        OrderVerb.UNLOCK -> Say.VerbUnlock
        OrderVerb.DELETE -> Say.VerbDelete
        OrderVerb.WIPE -> Say.VerbWipe
        OrderVerb.OTHER -> Say.VerbOther
    }

private fun stateName(state: String): Say =
    when (state) {
        "stored" -> Say.StateStored
        "sent" -> Say.StateSent
        "received" -> Say.StateReceived
        "locked" -> Say.StateLocked
        "erased" -> Say.StateErased
        "done", "unlocked" -> Say.StateObeyed
        "refused" -> Say.StateRefused
        "overdue" -> Say.StateOverdue
        "taken_back" -> Say.StateTakenBack
        else -> Say.StateOther
    }

/** What will happen, before it does. */
@Composable
private fun ConfirmScreen(
    step: LostStep.Confirm,
    trouble: Trouble?,
    isBusy: Boolean,
    on: LostActions,
) {
    val isWipe = step.deed == Deed.Wipe
    val isCopy = step.deed == Deed.Copy || step.deed == Deed.Overwrite
    val button =
        when (step.deed) {
            Deed.Lock -> Say.LockNow
            Deed.Unlock -> Say.UnlockNow
            Deed.Wipe -> Say.WipeNow
            Deed.Copy -> Say.CopyNow
            Deed.Overwrite -> Say.OverwriteNow
        }
    val what =
        when (step.deed) {
            Deed.Lock -> listOf(Say.LockWill1, Say.LockWill2, Say.LockWill3)
            Deed.Unlock -> listOf(Say.UnlockWill1)
            Deed.Wipe -> listOf(Say.WipeWill1, Say.WipeWill2, Say.WipeWill3)
            Deed.Copy -> listOf(Say.CopyWill1, Say.CopyWill2)
            Deed.Overwrite -> listOf(Say.OverwriteWill1, Say.OverwriteWill2)
        }
    Screen(
        say(deedName(step.deed)),
        { on.open(step.device) },
        bottom = {
            MainButton(say(button), "confirm", enabled = !isCopy || step.iccid.isNotBlank(), isBusy = isBusy, isGrave = isWipe) { on.order(step) }
            QuietButton(say(Say.DoNot), "do-not") { on.open(step.device) }
        },
    ) {
        Text(step.device.name, style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onBackground)
        if (trouble != null) TroubleNote(trouble)
        Panel(Modifier.testTag("what-happens")) {
            Text(say(Say.WhatHappens), style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
            what.forEachIndexed { at, words ->
                Row(horizontalArrangement = Arrangement.spacedBy(Space.medium)) {
                    Text("${at + 1}", style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.primary)
                    Text(say(words), style = MaterialTheme.typography.bodyLarge, color = MaterialTheme.colorScheme.onSurface)
                }
            }
        }
        if (isWipe) {
            Toggle(say(Say.Grace), step.hasGrace, "grace", say(Say.GraceWhy)) { on.show(step.copy(hasGrace = it)) }
            Toggle(say(Say.KeepSubscription), step.keepsSubscriptions, "keep-subscription", say(Say.KeepSubscriptionWhy)) {
                on.show(step.copy(keepsSubscriptions = it))
            }
        }
        if (isCopy) {
            Heading(say(Say.WhichSim))
            step.sims.forEach { sim ->
                Choice(sim.nickname ?: sim.name, step.iccid == sim.iccid, "copy-${sim.iccid}", "${sim.operator} · ${sim.device}", Sign.Sim) {
                    on.show(step.copy(iccid = sim.iccid))
                }
            }
            Field(say(Say.SimNumber), step.iccid, "copy-iccid", Typed.Digits, say(Say.CopyNumberHint)) { on.show(step.copy(iccid = it)) }
        }
    }
}

/** An order, and how far it is: each state with its time. */
@Composable
private fun OrderScreen(
    step: LostStep.Order,
    trouble: Trouble?,
    isBusy: Boolean,
    on: LostActions,
) {
    val order = step.order
    val language = LocalLanguage.current
    val receipt = order.receipt
    Screen(
        say(verbName(order.verb)),
        { on.open(step.device) },
        bottom =
            when {
                receipt != null -> {
                    { MainButton(say(Say.ShowReceipt), "show-receipt", sign = Sign.Receipt) { on.show(LostStep.Receipt(step.device, order)) } }
                }

                order.takenBackUntil > 0uL && order.state == "stored" -> {
                    { OtherButton(say(Say.TakeBack), "take-back", enabled = !isBusy) { on.takeBack(step) } }
                }

                else -> {
                    null
                }
            },
    ) {
        Text(step.device.name, style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onBackground)
        if (trouble != null) TroubleNote(trouble)
        if (receipt != null) {
            Note(say(Say.HasReceipt), Tone.Well, say(stateName(order.state)), Sign.Receipt, "order-state")
        } else {
            Note(say(Say.NoReceiptYet), Tone.Care, say(stateName(order.state)), Sign.Clock, "order-state")
        }
        order.doubt?.let { Note(it, Tone.Grave, say(Say.Doubt)) }
        Panel {
            Fact(say(Say.Issued), language.time(order.issued))
            order.states.forEach { one -> Fact(say(stateName(one.state)), language.time(one.time), "state-${one.state}") }
            if (receipt == null) Fact(say(Say.Deadline), language.time(order.deadline))
            if (order.takenBackUntil > 0uL && receipt == null) Fact(say(Say.TakenBackUntil), language.time(order.takenBackUntil))
        }
    }
}

/** The device's signed word, as something to show to an insurer or the police. */
@Composable
private fun ReceiptScreen(
    step: LostStep.Receipt,
    on: LostActions,
) {
    val receipt = step.order.receipt ?: return
    val language = LocalLanguage.current
    val lines =
        listOf(
            say(Say.Device) to receipt.device.ifEmpty { step.device.name },
            say(Say.Outcome) to say(stateName(receipt.outcome.substringBefore(':'))),
            say(Say.When) to language.time(receipt.time),
            say(Say.Sims) to receipt.cards.ifEmpty { listOf(say(Say.None)) }.joinToString("\n"),
            say(Say.ReceiptNumber) to receipt.number.toString(),
            say(Say.OrderHash) to receipt.order.chunked(8).joinToString(" "),
        )
    Screen(
        say(Say.Receipt),
        { on.follow(step.device, step.order) },
        bottom = { MainButton(say(Say.Share), "share-receipt") { on.share(lines.joinToString("\n") { (name, value) -> "$name: $value" }) } },
    ) {
        Surface(
            Modifier.fillMaxWidth().testTag("receipt"),
            shape = MaterialTheme.shapes.medium,
            color = MaterialTheme.colorScheme.surface,
            border = BorderStroke(1.dp, MaterialTheme.colorScheme.outlineVariant),
        ) {
            Column(Modifier.padding(20.dp), verticalArrangement = Arrangement.spacedBy(Space.medium)) {
                Row(horizontalArrangement = Arrangement.spacedBy(Space.medium), verticalAlignment = Alignment.CenterVertically) {
                    Sign.Receipt.Draw(Modifier.size(30.dp), tint = MaterialTheme.colorScheme.primary)
                    Text(say(Say.ReceiptTitle), style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onSurface)
                }
                Divider(color = MaterialTheme.colorScheme.outlineVariant)
                lines.forEach { (name, value) -> Fact(name, value) }
            }
        }
        Note(say(Say.ReceiptWhy), Tone.Well)
    }
}
