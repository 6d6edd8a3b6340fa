package app.landfall.phone.look

import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.SemanticsPropertyKey
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp

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
