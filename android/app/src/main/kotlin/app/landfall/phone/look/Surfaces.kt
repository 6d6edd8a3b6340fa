package app.landfall.phone.look

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

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
