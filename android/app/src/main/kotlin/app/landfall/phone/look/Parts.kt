package app.landfall.phone.look

import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.Divider
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsPropertyKey
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.text.input.VisualTransformation
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import app.landfall.phone.words.Say
import app.landfall.phone.words.say

/** A screen: its title, what it says, and at the bottom, where a thumb reaches, what can be done. */
@Composable
fun Screen(
    title: String,
    back: (() -> Unit)? = null,
    action: (@Composable () -> Unit)? = null,
    bottom: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
        Column {
            Row(
                Modifier.fillMaxWidth().padding(start = if (back == null) Space.large else Space.hair, end = Space.small, top = Space.medium),
                verticalAlignment = Alignment.CenterVertically,
            ) {
                if (back != null) IconButton(back, Modifier.testTag("back")) { Sign.Back.Draw(says = say(Say.Back)) }
                Text(
                    title,
                    Modifier.weight(1f).padding(vertical = Space.small).semantics { heading() },
                    style = MaterialTheme.typography.headlineMedium,
                    color = MaterialTheme.colorScheme.onBackground,
                )
                action?.invoke()
            }
            Column(
                Modifier
                    .weight(1f)
                    .fillMaxWidth()
                    .verticalScroll(rememberScrollState())
                    .padding(Space.large),
                verticalArrangement = Arrangement.spacedBy(Space.medium),
                content = content,
            )
            if (bottom != null) {
                Surface(color = MaterialTheme.colorScheme.background) {
                    Column {
                        Divider(color = MaterialTheme.colorScheme.outlineVariant)
                        Column(
                            Modifier.fillMaxWidth().padding(horizontal = Space.large, vertical = Space.medium),
                            verticalArrangement = Arrangement.spacedBy(Space.hair),
                            content = bottom,
                        )
                    }
                }
            }
        }
    }
}

private val inside = PaddingValues(horizontal = Space.large, vertical = Space.medium)

@Composable
private fun ButtonText(
    text: String,
    sign: Sign?,
    isBusy: Boolean = false,
) {
    if (isBusy) {
        CircularProgressIndicator(Modifier.padding(end = Space.small).size(18.dp), color = MaterialTheme.colorScheme.onPrimary, strokeWidth = 2.dp)
    } else if (sign != null) {
        sign.Draw(Modifier.padding(end = Space.small).size(20.dp))
    }
    Text(text, Modifier.oneLine(), textAlign = TextAlign.Center)
}

/** Marks words that must stay on one line, at every size of letters: the tests look for it. */
val OneLine = SemanticsPropertyKey<Unit>("OneLine")

fun Modifier.oneLine() = semantics { set(OneLine, Unit) }

/** A button within other things. */
@Composable
fun SmallButton(
    text: String,
    tag: String,
    onClick: () -> Unit,
) = TextButton(onClick, Modifier.heightIn(min = 44.dp).testTag(tag), contentPadding = PaddingValues(horizontal = Space.hair)) {
    ButtonText(text, null)
}

/** What the screen is for. One a screen. */
@Composable
fun MainButton(
    text: String,
    tag: String,
    enabled: Boolean = true,
    isBusy: Boolean = false,
    isGrave: Boolean = false,
    sign: Sign? = null,
    onClick: () -> Unit,
) {
    val colours =
        if (isGrave) {
            ButtonDefaults.buttonColors(MaterialTheme.colorScheme.error, MaterialTheme.colorScheme.onError)
        } else {
            ButtonDefaults.buttonColors()
        }
    Button(
        onClick,
        Modifier.fillMaxWidth().heightIn(min = 54.dp).testTag(tag),
        enabled = enabled && !isBusy,
        shape = MaterialTheme.shapes.medium,
        colors = colours,
        contentPadding = inside,
    ) { ButtonText(text, sign, isBusy) }
}

/** Another thing that can be done. */
@Composable
fun OtherButton(
    text: String,
    tag: String,
    enabled: Boolean = true,
    sign: Sign? = null,
    onClick: () -> Unit,
) = OutlinedButton(
    onClick,
    Modifier.fillMaxWidth().heightIn(min = 50.dp).testTag(tag),
    enabled = enabled,
    shape = MaterialTheme.shapes.medium,
    contentPadding = inside,
) { ButtonText(text, sign) }

/** A way out. */
@Composable
fun QuietButton(
    text: String,
    tag: String,
    enabled: Boolean = true,
    onClick: () -> Unit,
) = TextButton(onClick, Modifier.fillMaxWidth().heightIn(min = 48.dp).testTag(tag), enabled = enabled) { ButtonText(text, null) }

/** Things that belong together, on a surface of their own. */
@Composable
fun Panel(
    modifier: Modifier = Modifier,
    content: @Composable ColumnScope.() -> Unit,
) = Surface(modifier.fillMaxWidth(), shape = MaterialTheme.shapes.medium, color = MaterialTheme.colorScheme.surface) {
    Column(Modifier.padding(Space.large), verticalArrangement = Arrangement.spacedBy(Space.small), content = content)
}

/** Rows that lead somewhere, on one surface. */
@Composable
fun Rows(content: @Composable ColumnScope.() -> Unit) =
    Surface(Modifier.fillMaxWidth(), shape = MaterialTheme.shapes.medium, color = MaterialTheme.colorScheme.surface) {
        Column(Modifier.padding(vertical = Space.hair), content = content)
    }

/** One of [Rows]. */
@Composable
fun LineRow(
    title: String,
    tag: String,
    sign: Sign? = null,
    below: String? = null,
    enabled: Boolean = true,
    isGrave: Boolean = false,
    onClick: (() -> Unit)? = null,
) {
    val colour =
        when {
            !enabled -> MaterialTheme.colorScheme.outline
            isGrave -> MaterialTheme.colorScheme.error
            else -> MaterialTheme.colorScheme.onSurface
        }
    Row(
        Modifier
            .fillMaxWidth()
            .then(if (onClick != null) Modifier.clickable(enabled, role = Role.Button, onClick = onClick) else Modifier)
            .testTag(tag)
            .heightIn(min = 56.dp)
            .padding(horizontal = Space.large, vertical = Space.medium)
            .semantics(mergeDescendants = true) {},
        verticalAlignment = Alignment.CenterVertically,
        horizontalArrangement = Arrangement.spacedBy(Space.large),
    ) {
        sign?.Draw(Modifier.size(22.dp), tint = if (isGrave || !enabled) colour else MaterialTheme.colorScheme.primary)
        Column(Modifier.weight(1f)) {
            Text(title, style = MaterialTheme.typography.bodyLarge, color = colour)
            if (below != null) Text(below, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
        }
        if (onClick != null) Sign.Next.Draw(Modifier.size(16.dp), tint = MaterialTheme.colorScheme.outline)
    }
}

/** A name and a value, one above the other: values are of any length. */
@Composable
fun Fact(
    name: String,
    value: String,
    tag: String = "",
) = Column(Modifier.fillMaxWidth().testTag(tag).semantics(mergeDescendants = true) {}) {
    Text(name, style = MaterialTheme.typography.labelMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    Text(value, style = MaterialTheme.typography.bodyLarge, color = MaterialTheme.colorScheme.onSurface)
}

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

/** A small heading above what belongs to it. */
@Composable
fun Heading(text: String) =
    Text(
        text,
        Modifier.padding(top = Space.small).semantics { heading() },
        style = MaterialTheme.typography.titleSmall,
        color = MaterialTheme.colorScheme.onSurfaceVariant,
    )

/** Words that explain. */
@Composable
fun Body(text: String) = Text(text, style = MaterialTheme.typography.bodyLarge, color = MaterialTheme.colorScheme.onBackground)

/** What is typed, and how. */
enum class Typed { Text, Digits, Secret, SecretDigits, Code }

/** A field; its label stays above it, so that it is never out of sight. */
@Composable
fun Field(
    label: String,
    value: String,
    tag: String,
    typed: Typed = Typed.Text,
    hint: String? = null,
    wrong: String? = null,
    lines: Int = 1,
    onDone: (() -> Unit)? = null,
    onChange: (String) -> Unit,
) = Column(Modifier.fillMaxWidth(), verticalArrangement = Arrangement.spacedBy(Space.hair)) {
    Text(label, style = MaterialTheme.typography.titleSmall, color = MaterialTheme.colorScheme.onBackground)
    val keyboard =
        when (typed) {
            Typed.Text, Typed.Code -> KeyboardType.Ascii.takeIf { typed == Typed.Code } ?: KeyboardType.Text
            Typed.Digits -> KeyboardType.Number
            Typed.Secret -> KeyboardType.Password
            Typed.SecretDigits -> KeyboardType.NumberPassword
        }
    val isSecret = typed == Typed.Secret || typed == Typed.SecretDigits
    OutlinedTextField(
        value,
        onChange,
        Modifier.fillMaxWidth().testTag(tag).semantics { contentDescription = label },
        isError = wrong != null,
        singleLine = lines == 1,
        minLines = lines,
        shape = MaterialTheme.shapes.medium,
        visualTransformation = if (isSecret) PasswordVisualTransformation() else VisualTransformation.None,
        keyboardOptions =
            KeyboardOptions(
                keyboardType = keyboard,
                imeAction =
                    if (onDone ==
                        null
                    ) {
                        ImeAction.Next
                    } else {
                        ImeAction.Done
                    },
                autoCorrect = typed == Typed.Text,
            ),
        keyboardActions = KeyboardActions(onDone = { onDone?.invoke() }),
    )
    val below = wrong ?: hint
    if (below != null) {
        Text(
            below,
            style = MaterialTheme.typography.bodySmall,
            color = if (wrong != null) MaterialTheme.colorScheme.error else MaterialTheme.colorScheme.onSurfaceVariant,
        )
    }
}

/** Space between groups. */
@Composable
fun Gap() = Spacer(Modifier.size(Space.small))
