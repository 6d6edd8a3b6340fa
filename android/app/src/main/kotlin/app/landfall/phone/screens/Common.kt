package app.landfall.phone.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import app.landfall.core.Retry
import app.landfall.core.Trouble
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Note
import app.landfall.phone.look.Sign
import app.landfall.phone.look.SmallButton
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Waiting
import app.landfall.phone.look.oneLine
import app.landfall.phone.model.Load
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.say
import app.landfall.phone.words.words

/** A failure: what happened, whether trying again helps, what can be done. */
@Composable
fun TroubleNote(
    trouble: Trouble,
    onRetry: (() -> Unit)? = null,
) {
    val words = trouble.words(LocalLanguage.current)
    val offline = trouble.key.endsWith("unreachable") || trouble.key.startsWith("kiosk.search")
    Note(words.explanation, if (offline) Tone.Care else Tone.Grave, words.title, if (offline) Sign.Wifi else null, "trouble") {
        if (words.advice.isNotEmpty()) Text(words.advice, style = MaterialTheme.typography.bodyMedium)
        if (onRetry != null && trouble.retry == Retry.YES) {
            SmallButton(say(SayAnywhere.TryAgain), "retry", onRetry)
        }
    }
}

/** Why, under a note that says what is done about it. */
@Composable
fun Reason(trouble: Trouble) {
    val words = trouble.words(LocalLanguage.current)
    val said = listOf(words.title, words.explanation, words.advice).filter { it.isNotEmpty() }
    Text(said.joinToString("\n"), style = MaterialTheme.typography.bodyMedium)
}

/** What was asked for, as far as it is there. */
@Composable
fun <T> Loaded(
    load: Load<T>,
    wait: String,
    onRetry: (() -> Unit)? = null,
    content: @Composable (T) -> Unit,
) {
    when (load) {
        Load.Busy -> Waiting(wait)
        is Load.Failed -> TroubleNote(load.trouble, onRetry)
        is Load.Here -> content(load.it)
    }
}

/** One of several: a radio button that is as large as its words. */
@Composable
fun Choice(
    title: String,
    isChosen: Boolean,
    tag: String,
    below: String? = null,
    sign: Sign? = null,
    onChoose: () -> Unit,
) = Row(
    Modifier
        .fillMaxWidth()
        .clip(MaterialTheme.shapes.medium)
        .background(MaterialTheme.colorScheme.surface)
        .border(
            if (isChosen) 2.dp else 1.dp,
            if (isChosen) MaterialTheme.colorScheme.primary else MaterialTheme.colorScheme.outlineVariant,
            MaterialTheme.shapes.medium,
        ).selectable(isChosen, role = Role.RadioButton, onClick = onChoose)
        .testTag(tag)
        .heightIn(min = 56.dp)
        .padding(Space.large),
    horizontalArrangement = Arrangement.spacedBy(Space.medium),
    verticalAlignment = Alignment.CenterVertically,
) {
    sign?.Draw(Modifier.size(22.dp), tint = MaterialTheme.colorScheme.primary)
    Column(Modifier.weight(1f)) {
        Text(title, style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
        if (below != null) Text(below, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    }
    RadioButton(isChosen, null)
}

/** Yes or no: a switch beside its words. */
@Composable
fun Toggle(
    title: String,
    isOn: Boolean,
    tag: String,
    below: String? = null,
    onToggle: (Boolean) -> Unit,
) = Row(
    Modifier
        .fillMaxWidth()
        .clip(MaterialTheme.shapes.medium)
        .background(MaterialTheme.colorScheme.surface)
        .toggleable(isOn, role = Role.Switch, onValueChange = onToggle)
        .testTag(tag)
        .padding(Space.large),
    horizontalArrangement = Arrangement.spacedBy(Space.medium),
    verticalAlignment = Alignment.CenterVertically,
) {
    Column(Modifier.weight(1f)) {
        Text(title, style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
        if (below != null) Text(below, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    }
    Switch(isOn, null)
}

/** A code that two people compare, in letters that are read across a counter. */
@Composable
fun BigCode(
    code: String,
    tag: String,
) {
    val density = LocalDensity.current
    // It is large already: with letters twice as large it still stands on one line.
    CompositionLocalProvider(LocalDensity provides Density(density.density, density.fontScale.coerceAtMost(LARGEST))) { CodeText(code, tag) }
}

/** How far a code's letters grow. */
private const val LARGEST = 1.2f

@Composable
private fun CodeText(
    code: String,
    tag: String,
) = Text(
    code,
    Modifier
        .fillMaxWidth()
        .clip(MaterialTheme.shapes.medium)
        .background(MaterialTheme.colorScheme.primaryContainer)
        .padding(vertical = Space.huge, horizontal = Space.small)
        .testTag(tag)
        .oneLine(),
    style = MaterialTheme.typography.displaySmall,
    color = MaterialTheme.colorScheme.onPrimaryContainer,
    textAlign = TextAlign.Center,
)
