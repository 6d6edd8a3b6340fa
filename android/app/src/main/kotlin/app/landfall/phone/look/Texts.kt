package app.landfall.phone.look

import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics

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

/** Space between groups. */
@Composable
fun Gap() = Spacer(Modifier.size(Space.small))
