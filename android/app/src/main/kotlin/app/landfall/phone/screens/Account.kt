package app.landfall.phone.screens

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.unit.dp
import app.landfall.core.AccountView
import app.landfall.core.DeviceView
import app.landfall.core.FamilyView
import app.landfall.core.Trouble
import app.landfall.core.WaitingDevice
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
import app.landfall.phone.look.Pill
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.SmallButton
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.look.Waiting
import app.landfall.phone.model.AccountStep
import app.landfall.phone.model.Credentials
import app.landfall.phone.model.Load
import app.landfall.phone.model.shown
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.say
import app.landfall.phone.words.text
import app.landfall.phone.words.time

/** What the user does in *Account*. */
interface AccountActions {
    fun home() {}

    fun signUp() {}

    fun signIn() {}

    fun show(step: AccountStep) {}

    fun create(typed: Credentials) {}

    fun showSheet() {}

    fun sheetWasShown() {}

    fun logIn(typed: Credentials) {}

    fun ask(typed: Credentials) {}

    fun approve() {}

    fun compare(with: WaitingDevice) {}

    fun answer(isSame: Boolean) {}

    fun devices() {}

    fun takeOut(device: DeviceView) {}

    fun family() {}

    fun invite(name: String) {}

    fun accept(
        code: String,
        name: String,
    ) {}

    fun endTie(name: String) {}

    fun password() {}

    fun changePassword(
        current: String,
        new: String,
    ) {}

    fun sync() {}

    fun signOut() {}

    fun activity() {}

    fun share(text: String) {}
}

/** *Account*: where the user is. */
@Composable
fun AccountScreen(
    step: AccountStep,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    on: AccountActions = object : AccountActions {},
) {
    when (step) {
        is AccountStep.Home -> HomeScreen(step, trouble, isBusy, on)
        is AccountStep.SignUp -> SignUpScreen(step, trouble, isBusy, on)
        is AccountStep.Sheet -> SheetScreen(step, trouble, isBusy, on)
        is AccountStep.SignIn -> SignInScreen(step, trouble, isBusy, on)
        is AccountStep.Asked -> AskedScreen(step, trouble, on)
        is AccountStep.Approve -> ApproveScreen(step, trouble, isBusy, on)
        is AccountStep.Devices -> DevicesScreen(step, trouble, isBusy, on)
        is AccountStep.Family -> FamilyScreen(step, trouble, isBusy, on)
        is AccountStep.Password -> PasswordScreen(step, trouble, isBusy, on)
    }
}

@Composable
private fun HomeScreen(
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
        LineRow(say(Say.ChangePassword), "password", Sign.Key) { on.password() }
        LineRow(say(Say.SignOut), "sign-out", Sign.Back, say(Say.SignOutWhy), isGrave = true) { on.signOut() }
    }
}

@Composable
private fun Who(
    typed: Credentials,
    onChange: (Credentials) -> Unit,
) = Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
    Field(say(Say.Login), typed.login, "login-field", hint = say(Say.LoginHint)) { onChange(typed.copy(login = it)) }
    Field(say(Say.Password), typed.password, "password-field", Typed.Secret, say(Say.PasswordHint)) { onChange(typed.copy(password = it)) }
    Field(say(Say.PhoneName), typed.device, "device-field", hint = say(Say.PhoneNameHint)) { onChange(typed.copy(device = it)) }
    Field(say(Say.Server), typed.server, "server-field", Typed.Code) { onChange(typed.copy(server = it)) }
}

private val Credentials.isWhole get() = server.isNotBlank() && login.isNotBlank() && password.isNotEmpty() && device.isNotBlank()

@Composable
private fun SignUpScreen(
    step: AccountStep.SignUp,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) = Screen(
    say(Say.SignUp),
    { on.home() },
    bottom = { MainButton(say(Say.MakeAccount), "make-account", enabled = step.typed.isWhole, isBusy = isBusy) { on.create(step.typed) } },
) {
    Body(say(Say.SignUpWhy))
    if (trouble != null) TroubleNote(trouble)
    Who(step.typed) { on.show(AccountStep.SignUp(it)) }
}

/** The recovery sheet: shown once, to be written down or printed. */
@Composable
private fun SheetScreen(
    step: AccountStep.Sheet,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) {
    var isKept by remember { mutableStateOf(false) }
    Screen(
        say(Say.Sheet),
        bottom = {
            MainButton(say(Say.SheetDone), "sheet-done", enabled = isKept, isBusy = isBusy) { on.sheetWasShown() }
            QuietButton(say(Say.PrintSheet), "print-sheet") { on.share(step.sheet) }
        },
    ) {
        Note(say(Say.SheetWhy), Tone.Care, say(Say.SheetOnce), Sign.Sheet)
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
        Toggle(say(Say.SheetKept), isKept, "sheet-kept") { isKept = it }
    }
}

@Composable
private fun SignInScreen(
    step: AccountStep.SignIn,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) = Screen(
    say(Say.SignIn),
    { on.home() },
    bottom = {
        val isWhole = step.typed.isWhole && (!step.isBySheet || step.typed.sheet.isNotBlank())
        MainButton(say(if (step.isBySheet) Say.SignIn else Say.AskOther), "log-in", enabled = isWhole, isBusy = isBusy) {
            if (step.isBySheet) on.logIn(step.typed) else on.ask(step.typed)
        }
    },
) {
    if (trouble != null) TroubleNote(trouble)
    Choice(say(Say.BySheet), step.isBySheet, "by-sheet", say(Say.BySheetWhy), Sign.Sheet) { on.show(step.copy(isBySheet = true)) }
    Choice(say(Say.ByDevice), !step.isBySheet, "by-device", say(Say.ByDeviceWhy), Sign.Phone) { on.show(step.copy(isBySheet = false)) }
    Who(step.typed) { on.show(step.copy(typed = it)) }
    if (step.isBySheet) {
        Field(say(Say.Sheet), step.typed.sheet, "sheet-field", Typed.Code, say(Say.SheetHint), lines = 3) {
            on.show(step.copy(typed = step.typed.copy(sheet = it)))
        }
    }
}

/** This phone asks to be let in. */
@Composable
private fun AskedScreen(
    step: AccountStep.Asked,
    trouble: Trouble?,
    on: AccountActions,
) = Screen(say(Say.AskOther), { on.home() }) {
    if (trouble != null) TroubleNote(trouble)
    val code = step.code
    if (code == null) {
        Waiting(say(Say.AskedWait))
        Note(say(Say.AskedHow))
    } else {
        Body(say(Say.CompareHere))
        BigCode(code, "compare-code")
        Note(say(Say.CompareWhy), Tone.Care)
    }
}

/** Another phone asks to be let in by this one. */
@Composable
private fun ApproveScreen(
    step: AccountStep.Approve,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) {
    val code = step.code
    Screen(
        say(Say.ApproveDevice),
        { on.home() },
        bottom =
            if (code == null) {
                null
            } else {
                {
                    MainButton(say(Say.CodesSame), "same", isBusy = isBusy, sign = Sign.Tick) { on.answer(true) }
                    OtherButton(say(Say.CodesDiffer), "differ", sign = Sign.Cross) { on.answer(false) }
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        val with = step.comparing
        when {
            with != null && code == null -> {
                Waiting(say(Say.Comparing, with.name))
            }

            with != null && code != null -> {
                Body(say(Say.CompareThere, with.name))
                BigCode(code, "compare-code")
                Note(say(Say.CompareWhy), Tone.Care)
            }

            else -> {
                Loaded(step.waiting, say(Say.Reading), { on.approve() }) { waiting ->
                    if (waiting.isEmpty()) Nothing(Sign.Phone, say(Say.NobodyAsks), say(Say.NobodyAsksWhy))
                    waiting.forEach { one ->
                        Rows {
                            LineRow(
                                one.name,
                                "waiting-${one.name}",
                                Sign.Phone,
                                say(Say.WantsIn, LocalLanguage.current.time(one.expires)),
                            ) { on.compare(one) }
                        }
                    }
                }
            }
        }
    }
}

@Composable
private fun DevicesScreen(
    step: AccountStep.Devices,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) {
    val leaving = step.leaving
    Screen(
        say(Say.Devices),
        { if (leaving == null) on.home() else on.show(step.copy(leaving = null)) },
        bottom =
            leaving?.let {
                {
                    MainButton(say(Say.TakeOut), "take-out", isBusy = isBusy, isGrave = true) { on.takeOut(it) }
                    QuietButton(say(Say.KeepIt), "keep-device") { on.show(step.copy(leaving = null)) }
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (leaving != null) {
            Note(say(Say.TakeOutWhy), Tone.Care, leaving.name)
        } else {
            Loaded(step.devices, say(Say.Reading), { on.devices() }) { devices ->
                Rows {
                    devices.forEach { one ->
                        val below =
                            if (one.revoked) {
                                say(Say.TakenOut)
                            } else if (one.own) {
                                say(Say.ThisPhone)
                            } else {
                                null
                            }
                        val isOpen = !one.own && !one.revoked
                        LineRow(
                            one.name,
                            "device-${one.name}",
                            Sign.Phone,
                            below,
                            enabled = !one.revoked,
                            onClick =
                                if (isOpen) {
                                    (
                                        {
                                            on.show(step.copy(leaving = one))
                                        }
                                    )
                                } else {
                                    null
                                },
                        )
                    }
                }
                Text(say(Say.DevicesWhy), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
        }
    }
}

/** Sub-accounts: who is tied to this one, and what their SIMs are. */
@Composable
private fun FamilyScreen(
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
        say(Say.Family),
        { if (isAccepting) isAccepting = false else on.home() },
        bottom =
            if (invitation != null) {
                { MainButton(say(Say.SendCode), "send-code") { on.share(invitation) } }
            } else if (isAccepting) {
                { MainButton(say(Say.Accept), "accept", enabled = code.isNotBlank() && name.isNotBlank(), isBusy = isBusy) { on.accept(code, name) } }
            } else {
                {
                    MainButton(say(Say.Invite), "invite", enabled = name.isNotBlank(), isBusy = isBusy, sign = Sign.Plus) { on.invite(name) }
                    QuietButton(say(Say.HaveInvitation), "have-invitation") { isAccepting = true }
                }
            },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (invitation != null) {
            Body(say(Say.InvitationWhy))
            Panel {
                Text(
                    invitation,
                    Modifier.testTag("invitation"),
                    style = MaterialTheme.typography.titleLarge,
                    color = MaterialTheme.colorScheme.onSurface,
                )
            }
        } else if (isAccepting) {
            Field(say(Say.InvitationCode), code, "invitation-code", Typed.Code, lines = 2) { code = it }
            Field(say(Say.MainName), name, "main-name") { name = it }
        } else {
            Loaded(step.family, say(Say.Reading), { on.family() }) { family -> Ties(family, on) }
            Field(say(Say.InviteName), name, "sub-name", hint = say(Say.InviteHint)) { name = it }
        }
    }
}

@Composable
private fun Ties(
    family: FamilyView,
    on: AccountActions,
) = Column(verticalArrangement = Arrangement.spacedBy(Space.medium)) {
    if (family.ties.isEmpty()) Nothing(Sign.People, say(Say.NoFamily), say(Say.NoFamilyWhy))
    family.ties.forEach { tie ->
        Panel {
            Text(tie.name, style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
            tie.login?.let { Text(it, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant) }
            Pill(
                say(
                    if (tie.link == "linked") {
                        Say.Linked
                    } else if (tie.link == "invited") {
                        Say.Invited
                    } else {
                        Say.Unlinked
                    },
                ),
                if (tie.link == "linked") Tone.Well else Tone.Plain,
            )
            Fact(
                say(Say.MayDo),
                tie.given.acts
                    .map { say(right(it)) }
                    .joinToString(),
            )
            if (tie.link == "linked") SmallButton(say(Say.EndTie), "end-${tie.name}") { on.endTie(tie.name) }
        }
    }
    if (family.sims.isNotEmpty()) {
        Heading(say(Say.TheirSims))
        Rows { family.sims.forEach { LineRow(it.name, "seen-${it.iccid}", Sign.Sim, "${it.of} · ${it.operator}") } }
    }
}

private fun right(word: String): Say =
    when (word) {
        "see" -> Say.MaySee
        "use" -> Say.MayUse
        "edit" -> Say.MayEdit
        "copy" -> Say.MayCopy
        "lock" -> Say.MayLock
        "erase" -> Say.MayErase
        "buy" -> Say.MayBuy
        else -> Say.MayDelegate
    }

@Composable
private fun PasswordScreen(
    step: AccountStep.Password,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) = Screen(
    say(Say.ChangePassword),
    { on.home() },
    bottom = {
        MainButton(say(Say.Save), "save-password", enabled = step.current.isNotEmpty() && step.new.isNotEmpty(), isBusy = isBusy) {
            on.changePassword(step.current, step.new)
        }
    },
) {
    if (trouble != null) TroubleNote(trouble)
    Field(say(Say.PasswordNow), step.current, "current-password", Typed.Secret) { on.show(step.copy(current = it)) }
    Field(say(Say.PasswordNew), step.new, "new-password", Typed.Secret, say(Say.PasswordHint)) { on.show(step.copy(new = it)) }
}
