package app.landfall.phone.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.landfall.core.Finding
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LocalSignals
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Panel
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.model.Load
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayDiagnostics
import app.landfall.phone.words.say
import app.landfall.phone.words.words

/** *Diagnostics*, with a report that holds no secret. */
@Composable
fun DiagnosticsScreen(
    findings: Load<List<Finding>>,
    report: String?,
    onBack: () -> Unit = {},
    onRetry: () -> Unit = {},
    onShare: (String) -> Unit = {},
) = Screen(
    say(SayDiagnostics.Diagnostics),
    onBack,
    bottom =
        report?.let {
            {
                MainButton(say(SayDiagnostics.ShareReport), "share-report") { onShare(it) }
            }
        },
) {
    Loaded(findings, say(SayDiagnostics.Looking), onRetry) { all ->
        if (all.all {
                it.well
            }
        ) {
            Note("", Tone.Well, say(SayDiagnostics.AllWell))
        } else {
            Note("", Tone.Care, say(SayDiagnostics.NotAllWell, all.count { !it.well }))
        }
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
                        say(if (one.well) SayDiagnostics.Well else SayDiagnostics.NeedsLook),
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
            Heading(say(SayDiagnostics.Report))
            Text(say(SayDiagnostics.ReportWhy), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
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
        "clock" -> SayDiagnostics.OnClock
        "keystore" -> SayDiagnostics.OnKeystore
        "damaged" -> SayDiagnostics.OnVault
        "operators" -> SayDiagnostics.OnRoots
        "unfinished" -> SayDiagnostics.OnUnfinished
        "results" -> SayDiagnostics.OnResults
        "account" -> SayDiagnostics.OnAccount
        "locked" -> SayDiagnostics.OnLease
        else -> SayDiagnostics.OnOther
    }
