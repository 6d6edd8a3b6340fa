package app.landfall.phone.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import app.landfall.core.ActivityLine
import app.landfall.core.Contact
import app.landfall.core.DeviceView
import app.landfall.core.MoveAim
import app.landfall.core.MoveStep
import app.landfall.core.PinState
import app.landfall.core.Place
import app.landfall.core.SimInfo
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
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
import app.landfall.phone.look.Waiting
import app.landfall.phone.model.Load
import app.landfall.phone.model.Move
import app.landfall.phone.model.SimDetail
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.say
import app.landfall.phone.words.time

/** One SIM, and what can be done with it. */
@Composable
fun SimScreen(
    detail: Load<SimDetail>,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onUse: (Boolean) -> Unit = {},
    onFirstPin: () -> Unit = {},
    onChangePin: () -> Unit = {},
    onUnblock: () -> Unit = {},
    onName: () -> Unit = {},
    onBook: () -> Unit = {},
    onActivity: () -> Unit = {},
    onMove: () -> Unit = {},
    onWhere: () -> Unit = {},
    onDelete: () -> Unit = {},
    onRetry: () -> Unit = {},
) {
    val here = (detail as? Load.Here)?.it
    Screen(
        here?.sim?.let { it.nickname ?: it.name } ?: say(Say.ASim),
        onBack,
        bottom =
            here?.let {
                {
                    when {
                        it.sim.needsPin -> MainButton(say(Say.SetPin), "set-pin", isBusy = isBusy, sign = Sign.Pin, onClick = onFirstPin)
                        it.pin == PinState.Blocked -> MainButton(say(Say.Unblock), "unblock", isBusy = isBusy, sign = Sign.Key, onClick = onUnblock)
                        it.sim.dormant -> MainButton(say(Say.MakeLive), "make-live", isBusy = isBusy, sign = Sign.Swap, onClick = onMove)
                        it.sim.enabled -> OtherButton(say(Say.StopUsing), "stop-using", enabled = !isBusy) { onUse(false) }
                        else -> MainButton(say(Say.UseSim), "use", isBusy = isBusy, sign = Sign.Tick) { onUse(true) }
                    }
                }
            },
    ) {
        Loaded(
            detail,
            say(Say.ReadingSims),
            onRetry,
        ) { SimBody(it, trouble, onChangePin, onUnblock, onName, onBook, onActivity, onMove, onWhere, onDelete) }
    }
}

@Composable
private fun SimBody(
    detail: SimDetail,
    trouble: Trouble?,
    onChangePin: () -> Unit,
    onUnblock: () -> Unit,
    onName: () -> Unit,
    onBook: () -> Unit,
    onActivity: () -> Unit,
    onMove: () -> Unit,
    onWhere: () -> Unit,
    onDelete: () -> Unit,
) = Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
    val sim = detail.sim
    SimCard(sim)
    if (trouble != null) TroubleNote(trouble)
    if (sim.dormant) Note(say(Say.DormantWhy))
    if (sim.resultWaits) Note(say(Say.ResultWaitsWhy), Tone.Care)
    val pin = detail.pin
    Rows {
        if (!sim.needsPin) {
            val below =
                when (pin) {
                    is PinState.Required -> say(Say.TriesLeft, pin.tries)
                    PinState.Off -> say(Say.PinOff)
                    PinState.Blocked -> say(Say.PinBlocked)
                    null -> say(Say.PinWhenUsed)
                }
            LineRow(say(Say.ChangePin), "change-pin", Sign.Pin, below, enabled = pin is PinState.Required, onClick = onChangePin)
            if (pin is PinState.Required) LineRow(say(Say.Unblock), "unblock-row", Sign.Key, say(Say.UnblockWhen), onClick = onUnblock)
        }
        LineRow(say(Say.PhoneBook), "book", Sign.Book, if (sim.enabled) null else say(Say.WhenUsed), enabled = sim.enabled, onClick = onBook)
        LineRow(say(Say.Name), "name", Sign.Pen, sim.nickname, onClick = onName)
    }
    Rows {
        LineRow(say(Say.Activity), "activity", Sign.Clock, onClick = onActivity)
        LineRow(say(Say.MoveToOther), "move", Sign.Swap, onClick = onMove)
        LineRow(
            say(Say.WhereUsed),
            "where",
            Sign.Info,
            if (sim.place ==
                Place.SOFTWARE
            ) {
                say(Say.PlaceSoftware)
            } else {
                say(Say.PlaceRemovable)
            },
            onClick = onWhere,
        )
    }
    Panel {
        Fact(say(Say.SimNumber), sim.iccid)
        Fact(say(Say.ChipNumber), sim.eid)
    }
    Rows { LineRow(say(Say.DeleteSim), "delete", Sign.Erase, isGrave = true, onClick = onDelete) }
}

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
            PinTask.First -> say(Say.FirstPin) to say(Say.FirstPinWhy)
            PinTask.Change -> say(Say.ChangePin) to say(Say.ChangePinWhy)
            PinTask.Unblock -> say(Say.Unblock) to say(Say.UnblockWhy)
        }
    val isSame = new == again
    Screen(
        title,
        onBack,
        bottom = {
            MainButton(
                say(if (task == PinTask.First) Say.SetPin else Say.Save),
                "save-pin",
                enabled = new.isNotEmpty() && isSame && (task == PinTask.First || old.isNotEmpty()),
                isBusy = isBusy,
            ) { onPin(old, new) }
        },
    ) {
        Body(why)
        if (trouble != null) TroubleNote(trouble)
        if (task == PinTask.Change) Field(say(Say.OldPin), old, "old-pin", Typed.SecretDigits, tries?.let { say(Say.TriesLeft, it) }) { old = it }
        if (task == PinTask.Unblock) Field(say(Say.Puk), old, "puk", Typed.SecretDigits, say(Say.PukHint)) { old = it }
        Field(say(Say.NewPin), new, "new-pin", Typed.SecretDigits, say(Say.PinHint)) { new = it }
        Field(
            say(Say.PinAgain),
            again,
            "pin-again",
            Typed.SecretDigits,
            wrong =
                if (again.isNotEmpty() &&
                    !isSame
                ) {
                    say(Say.NotTheSame)
                } else {
                    null
                },
        ) { again = it }
    }
}

/** One line that is typed and saved. */
@Composable
fun NameScreen(
    now: String,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onSave: (String) -> Unit = {},
) {
    var name by remember { mutableStateOf(now) }
    Screen(say(Say.Name), onBack, bottom = { MainButton(say(Say.Save), "save-name", isBusy = isBusy) { onSave(name) } }) {
        if (trouble != null) TroubleNote(trouble)
        Field(say(Say.Name), name, "nickname", hint = say(Say.NameHint)) { name = it }
    }
}

/** The SIM's phone book: opened by its PIN, read, written. */
@Composable
fun BookScreen(
    contacts: List<Contact>?,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onOpen: (String) -> Unit = {},
    onWrite: (Contact) -> Unit = {},
) {
    var pin by remember { mutableStateOf("") }
    var edited by remember(contacts) { mutableStateOf<Contact?>(null) }
    val entry = edited
    Screen(
        say(Say.PhoneBook),
        back = { if (entry != null) edited = null else onBack() },
        bottom = {
            when {
                contacts == null -> MainButton(say(Say.Open), "open-book", enabled = pin.isNotEmpty(), isBusy = isBusy) { onOpen(pin) }
                entry != null -> MainButton(say(Say.Save), "save-contact", isBusy = isBusy) { onWrite(entry) }
                else -> MainButton(say(Say.NewContact), "new-contact", sign = Sign.Plus) { edited = Contact(0u, "", "") }
            }
        },
    ) {
        if (trouble != null) TroubleNote(trouble)
        when {
            contacts == null -> {
                Body(say(Say.BookPin))
                Field(say(Say.Pin), pin, "book-pin", Typed.SecretDigits, onDone = { onOpen(pin) }) { pin = it }
            }

            entry != null -> {
                Field(say(Say.ContactName), entry.name, "contact-name") { edited = entry.copy(name = it) }
                Field(say(Say.Telephone), entry.dial, "contact-dial", Typed.Digits) { edited = entry.copy(dial = it) }
            }

            contacts.isEmpty() -> {
                Nothing(Sign.Book, say(Say.NoContacts), say(Say.NoContactsWhy))
            }

            else -> {
                Rows { contacts.forEach { one -> LineRow(one.name, "contact-${one.number}", Sign.Person, one.dial) { edited = one } } }
            }
        }
    }
}

/** Before a SIM is deleted: what that means. */
@Composable
fun DeleteScreen(
    sim: SimInfo,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onDelete: () -> Unit = {},
) = Screen(
    say(Say.DeleteSim),
    onBack,
    bottom = {
        MainButton(say(Say.DeleteForGood), "delete-for-good", isBusy = isBusy, isGrave = true, sign = Sign.Erase, onClick = onDelete)
        QuietButton(say(Say.KeepIt), "keep", onClick = onBack)
    },
) {
    SimCard(sim)
    if (trouble != null) TroubleNote(trouble)
    Note(say(Say.DeleteWhy), Tone.Grave)
}

/** What happened, on whichever device. */
@Composable
fun ActivityScreen(
    lines: Load<List<ActivityLine>>,
    onBack: () -> Unit = {},
    onRetry: () -> Unit = {},
) = Screen(say(Say.Activity), onBack) {
    Loaded(lines, say(Say.Reading), onRetry) { all ->
        if (all.isEmpty()) Nothing(Sign.Clock, say(Say.NoActivity), say(Say.NoActivityWhy))
        val language = LocalLanguage.current
        if (all.isNotEmpty()) {
            Rows {
                all.forEachIndexed { at, line ->
                    val device = line.device.ifEmpty { say(Say.ADevice) }
                    LineRow(say(happened(line.what)), "activity-$at", Sign.Pulse, "$device · ${language.time(line.time)}")
                }
            }
        }
    }
}

private fun happened(what: String): Say =
    when (what) {
        "card_added" -> Say.CardAdded
        "card_removed" -> Say.CardRemoved
        "card_ordered" -> Say.CardOrdered
        "conflict" -> Say.Conflict
        "edit_undone" -> Say.EditUndone
        "brought_back" -> Say.BroughtBack
        "set_aside" -> Say.SetAside
        else -> Say.Happened
    }

/** A SIM is copied or moved to another phone of the account. */
@Composable
fun MoveScreen(
    move: Move,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onAim: (MoveAim) -> Unit = {},
    onTo: (DeviceView) -> Unit = {},
    onBegin: () -> Unit = {},
    onRetry: () -> Unit = {},
) {
    val steps = move.steps
    Screen(
        say(Say.MoveToOther),
        onBack,
        bottom =
            if (steps == null) {
                { MainButton(say(Say.Begin), "begin-move", enabled = move.to != null, isBusy = isBusy, onClick = onBegin) }
            } else {
                { OtherButton(say(Say.Close), "close-move", onClick = onBack) }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (steps != null) {
            MoveSteps(steps)
        } else {
            Heading(say(Say.WhatHappens))
            Choice(say(Say.AimMove), move.aim == MoveAim.MOVE, "aim-move", say(Say.AimMoveWhy)) { onAim(MoveAim.MOVE) }
            Choice(say(Say.AimCopy), move.aim == MoveAim.COPY, "aim-copy", say(Say.AimCopyWhy)) { onAim(MoveAim.COPY) }
            Choice(say(Say.AimActivate), move.aim == MoveAim.ACTIVATE, "aim-activate", say(Say.AimActivateWhy)) { onAim(MoveAim.ACTIVATE) }
            Heading(say(Say.ToWhich))
            Loaded(move.devices, say(Say.Reading), onRetry) { devices ->
                if (devices.isEmpty()) Note(say(Say.NoOtherDevice))
                devices.forEach { one ->
                    Choice(one.name, move.to?.id == one.id, "to-${one.name}", if (one.own) say(Say.ThisPhone) else null, Sign.Phone) { onTo(one) }
                }
            }
        }
    }
}

/** The steps of a copy or a move, so far. */
@Composable
fun MoveSteps(steps: List<MoveStep>) =
    Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
        if (steps.isEmpty()) Waiting(say(Say.MoveBegins))
        steps.forEachIndexed { at, step ->
            val isLast = at == steps.lastIndex
            when (step) {
                is MoveStep.Ordered -> Note(say(Say.StepOrdered, step.device), if (isLast) Tone.Care else Tone.Plain, sign = Sign.Clock)
                is MoveStep.Waits -> Note(say(Say.StepWaits, step.device), if (isLast) Tone.Care else Tone.Plain, sign = Sign.Clock)
                is MoveStep.Done -> Note(step.left?.let { say(Say.StepLeft, it) }.orEmpty(), Tone.Well, say(Say.StepDone), tag = "move-done")
            }
        }
    }
