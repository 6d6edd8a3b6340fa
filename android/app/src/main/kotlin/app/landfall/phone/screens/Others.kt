package app.landfall.phone.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.landfall.core.DeviceFacts
import app.landfall.core.Finding
import app.landfall.core.Landfall
import app.landfall.core.RootInfo
import app.landfall.core.Trouble
import app.landfall.core.landfallVersion
import app.landfall.phone.look.Body
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Fact
import app.landfall.phone.look.Field
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.LocalSignals
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.Panel
import app.landfall.phone.look.Pill
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.look.Waiting
import app.landfall.phone.model.Load
import app.landfall.phone.words.Language
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.say
import app.landfall.phone.words.words

/** The app starts. */
@Composable
fun OpeningScreen() =
    Column(
        Modifier.fillMaxSize().background(MaterialTheme.colorScheme.background).padding(Space.huge),
        verticalArrangement = Arrangement.Center,
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Sign.Sim.Draw(Modifier.size(64.dp), tint = MaterialTheme.colorScheme.primary)
        Waiting(say(Say.Opening))
    }

/** The app can't start. */
@Composable
fun FailedScreen(
    trouble: Trouble,
    onRetry: () -> Unit = {},
) = Screen("Landfall", bottom = { MainButton(say(Say.TryAgain), "retry-open", onClick = onRetry) }) { TroubleNote(trouble) }

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
        say(Say.PhoneLocked),
        bottom = {
            MainButton(say(Say.UnlockPhone), "unlock-phone", enabled = secret.isNotBlank(), isBusy = isBusy, sign = Sign.Lock) {
                if (isBySheet) onUnlock("", secret) else onUnlock(secret, "")
            }
        },
    ) {
        Note(say(Say.PhoneLockedWhy), Tone.Care, sign = Sign.Lock)
        if (trouble != null) TroubleNote(trouble)
        Choice(say(Say.ByPassword), !isBySheet, "locked-password", say(Say.UnlockPassword), Sign.Key) { isBySheet = false }
        Choice(say(Say.BySheetShort), isBySheet, "locked-sheet", say(Say.UnlockSheet), Sign.Sheet) { isBySheet = true }
        if (isBySheet) {
            Field(say(Say.Sheet), secret, "unlock-secret", Typed.Code, say(Say.SheetHint), lines = 3) { secret = it }
        } else {
            Field(say(Say.Password), secret, "unlock-secret", Typed.Secret) { secret = it }
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
    say(Say.PhoneWiped),
    bottom = {
        if (owes ==
            false
        ) {
            MainButton(say(Say.StartAnew), "start-anew", onClick = onAnew)
        } else {
            MainButton(say(Say.HandIn), "hand-in", isBusy = isBusy, onClick = onHandIn)
        }
    },
) {
    Nothing(Sign.Erase, say(Say.WipedTitle), say(Say.WipedWhy), "wiped")
    if (trouble != null) TroubleNote(trouble)
    if (owes ==
        false
    ) {
        Note(say(Say.NothingOwed), Tone.Well, tag = "nothing-owed")
    } else {
        Note(say(Say.ReceiptOwed), Tone.Care, sign = Sign.Receipt, tag = "receipt-owed")
    }
}

/** *Where the SIM can be used on this phone*, said honestly. */
@Composable
fun WhereScreen(
    facts: DeviceFacts,
    hasCardReader: Boolean,
    onBack: () -> Unit = {},
) = Screen(say(Say.WhereUsed), onBack) {
    Body(say(Say.WhereIntro))
    Way(
        Sign.Chip,
        say(Say.WhereSoftware),
        say(if (facts.driverInstalled) Say.Possible else Say.InAppsOnly),
        if (facts.driverInstalled) Tone.Well else Tone.Care,
        say(Say.WhereSoftwareWhy),
    )
    Way(
        Sign.Sim,
        say(Say.WhereRemovable),
        say(if (hasCardReader) Say.Possible else Say.NoReader),
        if (hasCardReader) Tone.Well else Tone.Plain,
        say(Say.WhereRemovableWhy),
    )
    Way(
        Sign.Phone,
        say(Say.WhereSystem),
        say(if (facts.systemEsim) Say.GsmaOnly else Say.NoEsim),
        if (facts.systemEsim) Tone.Care else Tone.Plain,
        say(Say.WhereSystemWhy),
    )
    Heading(say(Say.ThisPhone))
    Panel {
        Fact(say(Say.Bands), facts.bands?.joinToString() ?: say(Say.NotTold))
        Fact(
            say(Say.CarrierLock),
            when (facts.carrierLocked) {
                true -> say(Say.LockedToOperator)
                false -> say(Say.NotLockedToOperator)
                null -> say(Say.NotTold)
            },
        )
    }
}

@Composable
private fun Way(
    sign: Sign,
    title: String,
    state: String,
    tone: Tone,
    why: String,
) = Panel {
    Row(horizontalArrangement = Arrangement.spacedBy(Space.medium), verticalAlignment = Alignment.CenterVertically) {
        sign.Draw(Modifier.size(26.dp), tint = MaterialTheme.colorScheme.primary)
        Text(title, Modifier.weight(1f), style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
    }
    Pill(state, tone)
    Text(why, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
}

/** *Diagnostics*, with a report that holds no secret. */
@Composable
fun DiagnosticsScreen(
    findings: Load<List<Finding>>,
    report: String?,
    onBack: () -> Unit = {},
    onRetry: () -> Unit = {},
    onShare: (String) -> Unit = {},
) = Screen(
    say(Say.Diagnostics),
    onBack,
    bottom =
        report?.let {
            {
                MainButton(say(Say.ShareReport), "share-report") { onShare(it) }
            }
        },
) {
    Loaded(findings, say(Say.Looking), onRetry) { all ->
        if (all.all { it.well }) Note("", Tone.Well, say(Say.AllWell)) else Note("", Tone.Care, say(Say.NotAllWell, all.count { !it.well }))
        Rows {
            all.forEach { one ->
                Row(
                    Modifier
                        .fillMaxWidth()
                        .padding(Space.large)
                        .testTag("finding-${one.key}")
                        .semantics(mergeDescendants = true) {},
                    horizontalArrangement = Arrangement.spacedBy(Space.medium),
                ) {
                    val signals = LocalSignals.current
                    (if (one.well) Sign.Tick else Sign.Care).Draw(
                        Modifier.size(22.dp),
                        say(if (one.well) Say.Well else Say.NeedsLook),
                        if (one.well) signals.onWell else signals.onCare,
                    )
                    Column(Modifier.weight(1f)) {
                        Text(say(subject(one.key)), style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
                        Text(
                            one.words(LocalLanguage.current),
                            style = MaterialTheme.typography.bodyMedium,
                            color = MaterialTheme.colorScheme.onSurfaceVariant,
                        )
                    }
                }
            }
        }
        if (report != null) {
            Heading(say(Say.Report))
            Text(say(Say.ReportWhy), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            Panel {
                Text(
                    report.trim(),
                    Modifier.testTag("report"),
                    style = MaterialTheme.typography.bodySmall,
                    color = MaterialTheme.colorScheme.onSurface,
                )
            }
        }
    }
}

private fun subject(key: String): Say =
    when (key) {
        "clock" -> Say.OnClock
        "keystore" -> Say.OnKeystore
        "damaged" -> Say.OnVault
        "operators" -> Say.OnRoots
        "unfinished" -> Say.OnUnfinished
        "results" -> Say.OnResults
        "account" -> Say.OnAccount
        "locked" -> Say.OnLease
        else -> Say.OnOther
    }

/** What is needed seldom. */
@Composable
fun MoreScreen(
    roots: List<RootInfo>,
    language: Language,
    onBack: () -> Unit = {},
    onWhere: () -> Unit = {},
    onDiagnostics: () -> Unit = {},
    onLanguage: (Language) -> Unit = {},
) = Screen(say(Say.More), onBack) {
    Rows {
        LineRow(say(Say.WhereUsed), "more-where", Sign.Info, onClick = onWhere)
        LineRow(say(Say.Diagnostics), "more-diagnostics", Sign.Pulse, onClick = onDiagnostics)
    }
    Heading(say(Say.Trusted))
    if (roots.isEmpty()) {
        Note(say(Say.NoneTrusted), Tone.Care)
    } else {
        Rows { roots.forEach { LineRow(it.name, "root-${it.keyId}", Sign.Tick, it.keyId.chunked(8).joinToString(" ")) } }
    }
    Heading("Language · 语言")
    Language.entries.forEach { Choice(it.own, it == language, "language-$it") { onLanguage(it) } }
    Text("Landfall ${version()}", style = MaterialTheme.typography.bodySmall, color = MaterialTheme.colorScheme.onSurfaceVariant)
}

/** The core's release; on a screen that is only drawn there is no core. */
private fun version(): String = runCatching { landfallVersion() }.getOrDefault("")
