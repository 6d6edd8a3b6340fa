package app.landfall.phone.screens

import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import app.landfall.core.RootInfo
import app.landfall.core.landfallVersion
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.Note
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Tone
import app.landfall.phone.words.Language
import app.landfall.phone.words.Say
import app.landfall.phone.words.say

/** What is needed seldom. */
@Composable
fun MoreScreen(
    roots: List<RootInfo>,
    language: Language,
    onBack: () -> Unit = {},
    onWhere: () -> Unit = {},
    onRemovable: () -> Unit = {},
    onDiagnostics: () -> Unit = {},
    onLanguage: (Language) -> Unit = {},
) = Screen(say(Say.More), onBack) {
    Rows {
        LineRow(say(Say.WhereUsed), "more-where", Sign.Info, onClick = onWhere)
        LineRow(say(Say.WhereRemovable), "more-removable", Sign.Chip, onClick = onRemovable)
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
