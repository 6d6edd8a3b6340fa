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
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayDiagnostics
import app.landfall.phone.words.SayPlaces
import app.landfall.phone.words.SaySims
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
) = Screen(say(SayAnywhere.More), onBack) {
    Rows {
        LineRow(say(SaySims.WhereUsed), "more-where", Sign.Info, onClick = onWhere)
        LineRow(say(SayPlaces.WhereRemovable), "more-removable", Sign.Chip, onClick = onRemovable)
        LineRow(say(SayDiagnostics.Diagnostics), "more-diagnostics", Sign.Pulse, onClick = onDiagnostics)
    }
    Heading(say(SayDiagnostics.Trusted))
    if (roots.isEmpty()) {
        Note(say(SayDiagnostics.NoneTrusted), Tone.Care)
    } else {
        Rows { roots.forEach { LineRow(it.name, "root-${it.keyId}", Sign.Tick, it.keyId.chunked(8).joinToString(" ")) } }
    }
    Heading("Language · 语言")
    Language.entries.forEach { Choice(it.own, it == language, "language-$it") { onLanguage(it) } }
    Text("Landfall ${version()}", style = MaterialTheme.typography.bodySmall, color = MaterialTheme.colorScheme.onSurfaceVariant)
}

/** The core's release; on a screen that is only drawn there is no core. */
private fun version(): String = runCatching { landfallVersion() }.getOrDefault("")
