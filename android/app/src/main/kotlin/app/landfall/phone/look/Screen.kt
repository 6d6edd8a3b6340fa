package app.landfall.phone.look

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Divider
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.SideEffect
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import app.landfall.phone.words.SayAnywhere
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
    val arrow = LocalArrow.current
    SideEffect { arrow.back = back }
    Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
        Column {
            Row(
                Modifier.fillMaxWidth().padding(start = if (back == null) Space.large else Space.hair, end = Space.small, top = Space.medium),
                verticalAlignment = Alignment.CenterVertically,
            ) {
                if (back != null) IconButton(back, Modifier.testTag("back")) { Sign.Back.Draw(says = say(SayAnywhere.Back)) }
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
