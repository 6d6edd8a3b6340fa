package app.landfall.phone.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.oneLine
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.say

/** The four places of the app. */
enum class Tab(
    val sign: Sign,
    val word: Say,
) {
    Sims(Sign.Sim, SayAnywhere.TabSims),
    Get(Sign.Get, SayAnywhere.TabGet),
    Account(Sign.Person, SayAnywhere.TabAccount),
    Lost(Sign.Lost, SayAnywhere.TabLost),
}

/** Letters of the tabs grow so far only: four stand side by side, and their pictograms say the same. */
private const val LARGEST = 1.4f

/** The bar at the bottom. */
@Composable
fun Tabs(
    chosen: Tab,
    onChoose: (Tab) -> Unit,
) = Surface(color = MaterialTheme.colorScheme.surface, shadowElevation = 6.dp) {
    val density = LocalDensity.current
    CompositionLocalProvider(LocalDensity provides Density(density.density, density.fontScale.coerceAtMost(LARGEST))) {
        Row(Modifier.fillMaxWidth().padding(vertical = Space.hair), horizontalArrangement = Arrangement.SpaceEvenly) {
            Tab.entries.forEach { tab ->
                val isChosen = tab == chosen
                val colour = if (isChosen) MaterialTheme.colorScheme.onPrimaryContainer else MaterialTheme.colorScheme.onSurfaceVariant
                Column(
                    Modifier
                        .weight(1f)
                        .selectable(isChosen, role = Role.Tab) { onChoose(tab) }
                        .testTag("tab-$tab")
                        .heightIn(min = 56.dp)
                        .padding(vertical = Space.hair),
                    horizontalAlignment = Alignment.CenterHorizontally,
                    verticalArrangement = Arrangement.Center,
                ) {
                    val ground = if (isChosen) MaterialTheme.colorScheme.primaryContainer else Color.Transparent
                    Box(Modifier.clip(CircleShape).background(ground).padding(horizontal = 18.dp, vertical = 3.dp)) {
                        tab.sign.Draw(Modifier.size(24.dp), tint = colour)
                    }
                    Text(say(tab.word), Modifier.oneLine(), style = MaterialTheme.typography.labelMedium, color = colour, maxLines = 1)
                }
            }
        }
    }
}
