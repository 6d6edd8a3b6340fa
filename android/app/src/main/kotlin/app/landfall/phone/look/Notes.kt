package app.landfall.phone.look

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp

/** How grave a [Note] is. */
enum class Tone { Plain, Well, Care, Grave }

@Composable
private fun colours(tone: Tone): Pair<Color, Color> =
    when (tone) {
        Tone.Plain -> MaterialTheme.colorScheme.secondaryContainer to MaterialTheme.colorScheme.onSecondaryContainer
        Tone.Well -> LocalSignals.current.well to LocalSignals.current.onWell
        Tone.Care -> LocalSignals.current.care to LocalSignals.current.onCare
        Tone.Grave -> MaterialTheme.colorScheme.errorContainer to MaterialTheme.colorScheme.onErrorContainer
    }

/** Something to know, told aloud when it appears. */
@Composable
fun Note(
    text: String,
    tone: Tone = Tone.Plain,
    title: String? = null,
    sign: Sign? = null,
    tag: String = "note",
    inner: (@Composable ColumnScope.() -> Unit)? = null,
) {
    val (ground, ink) = colours(tone)
    val mark =
        sign ?: if (tone == Tone.Well) {
            Sign.Tick
        } else if (tone == Tone.Plain) {
            Sign.Info
        } else {
            Sign.Care
        }
    Surface(
        Modifier.fillMaxWidth().testTag(tag).semantics { liveRegion = LiveRegionMode.Polite },
        shape = MaterialTheme.shapes.medium,
        color = ground,
        contentColor = ink,
    ) {
        Row(Modifier.padding(Space.large), horizontalArrangement = Arrangement.spacedBy(Space.medium)) {
            mark.Draw(Modifier.size(22.dp))
            Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(Space.hair)) {
                if (title != null) Text(title, style = MaterialTheme.typography.titleMedium)
                if (text.isNotEmpty()) Text(text, style = MaterialTheme.typography.bodyMedium)
                inner?.invoke(this)
            }
        }
    }
}

/** A few letters in a coloured pill. */
@Composable
fun Pill(
    text: String,
    tone: Tone = Tone.Plain,
) {
    val (ground, ink) = colours(tone)
    Text(
        text,
        Modifier.clip(CircleShape).background(ground).padding(horizontal = Space.medium, vertical = Space.hair),
        style = MaterialTheme.typography.labelMedium,
        color = ink,
    )
}

/** What a screen says when it has nothing to show: a sign, a sentence, and why. */
@Composable
fun Nothing(
    sign: Sign,
    title: String,
    text: String,
    tag: String = "nothing",
) = Column(
    Modifier
        .fillMaxWidth()
        .padding(vertical = 40.dp, horizontal = Space.small)
        .testTag(tag)
        .semantics(mergeDescendants = true) {},
    horizontalAlignment = Alignment.CenterHorizontally,
    verticalArrangement = Arrangement.spacedBy(Space.medium),
) {
    Box(
        Modifier.size(88.dp).clip(CircleShape).background(MaterialTheme.colorScheme.primaryContainer),
        contentAlignment = Alignment.Center,
    ) { sign.Draw(Modifier.size(40.dp), tint = MaterialTheme.colorScheme.onPrimaryContainer) }
    Text(title, style = MaterialTheme.typography.titleLarge, textAlign = TextAlign.Center, color = MaterialTheme.colorScheme.onBackground)
    Text(text, style = MaterialTheme.typography.bodyMedium, textAlign = TextAlign.Center, color = MaterialTheme.colorScheme.onSurfaceVariant)
}

/** It takes a moment; what does. */
@Composable
fun Waiting(
    text: String,
    tag: String = "waiting",
) = Column(
    Modifier
        .fillMaxWidth()
        .padding(vertical = 56.dp)
        .testTag(tag)
        .semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite },
    horizontalAlignment = Alignment.CenterHorizontally,
    verticalArrangement = Arrangement.spacedBy(Space.large),
) {
    CircularProgressIndicator(Modifier.size(36.dp), strokeWidth = 3.dp)
    Text(text, style = MaterialTheme.typography.bodyLarge, textAlign = TextAlign.Center, color = MaterialTheme.colorScheme.onSurfaceVariant)
}
