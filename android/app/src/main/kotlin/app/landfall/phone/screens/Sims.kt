package app.landfall.phone.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Brush
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.landfall.core.SimInfo
import app.landfall.core.Started
import app.landfall.core.Unfinished
import app.landfall.phone.look.Draw
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.Pill
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.SmallButton
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.cardColours
import app.landfall.phone.model.Load
import app.landfall.phone.model.Sims
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

/** *My SIMs*. */
@Composable
fun SimsScreen(
    sims: Load<Sims>,
    started: Started? = null,
    onSim: (SimInfo) -> Unit = {},
    onGet: () -> Unit = {},
    onAdd: () -> Unit = {},
    onMore: () -> Unit = {},
    onGoOn: (Unfinished) -> Unit = {},
    onRetry: () -> Unit = {},
) = Screen(
    say(SaySims.MySims),
    action = { IconButton(onMore, Modifier.testTag("more")) { Sign.More.Draw(says = say(SayAnywhere.More)) } },
    bottom = {
        MainButton(say(SaySims.GetSimHere), "get", sign = Sign.Get, onClick = onGet)
        QuietButton(say(SaySims.AddByCode), "add", onClick = onAdd)
    },
) {
    Loaded(sims, say(SaySims.ReadingSims), onRetry) { here ->
        started?.mended?.takeIf { it.isNotEmpty() }?.let { Note(say(SaySims.Mended), Tone.Well, tag = "mended") }
        started?.failed?.forEach { what ->
            Note(say(SaySims.NotMendedWhy), Tone.Care, say(SaySims.NotMended)) { Reason(what) }
        }
        here.unfinished.forEach { UnfinishedNote(it) { onGoOn(it) } }
        if (here.all.isEmpty()) Nothing(Sign.Sim, say(SaySims.NoSims), say(SaySims.NoSimsWhy))
        here.all.forEach { sim -> SimCard(sim) { onSim(sim) } }
    }
}

/** What was begun before the app was left, and is gone on with. */
@Composable
fun UnfinishedNote(
    begun: Unfinished,
    onGiveUp: (() -> Unit)? = null,
    onGoOn: () -> Unit,
) {
    val kiosk = begun.kiosk ?: say(SayAnywhere.AServer)
    val text = if (begun.installed != null) say(SaySims.UnfinishedPin) else say(SaySims.UnfinishedText, kiosk)
    Note(text, Tone.Care, say(SaySims.Unfinished), Sign.Clock, "unfinished") {
        SmallButton(say(SaySims.GoOn), "go-on", onGoOn)
        if (onGiveUp != null && begun.installed == null) {
            SmallButton(say(SaySims.GiveUp), "give-up", onGiveUp)
        }
    }
}

/** A SIM as a card: its operator, its name, its number's end and how it stands. */
@Composable
fun SimCard(
    sim: SimInfo,
    onClick: (() -> Unit)? = null,
) {
    val ground = if (sim.dormant) listOf(Color(0xFF5A6467), Color(0xFF454E51)) else cardColours(sim.operator)
    Column(
        Modifier
            .fillMaxWidth()
            .clip(MaterialTheme.shapes.large)
            .background(Brush.linearGradient(ground))
            .then(if (onClick != null) Modifier.clickable(role = Role.Button, onClick = onClick) else Modifier)
            .testTag("sim-${sim.iccid}")
            .semantics(mergeDescendants = true) {}
            .padding(20.dp),
        verticalArrangement = Arrangement.spacedBy(Space.medium),
    ) {
        Row(verticalAlignment = Alignment.CenterVertically) {
            Column(Modifier.weight(1f)) {
                Text(sim.operator, style = MaterialTheme.typography.labelLarge, color = Color.White.copy(alpha = 0.85f))
                Text(sim.nickname ?: sim.name, style = MaterialTheme.typography.titleLarge, color = Color.White)
                if (sim.nickname != null) Text(sim.name, style = MaterialTheme.typography.bodyMedium, color = Color.White.copy(alpha = 0.85f))
            }
            Sign.Chip.Draw(Modifier.size(34.dp), tint = Color(0xFFE9CF8F))
        }
        val ending = say(SaySims.NumberEnds, sim.iccid.takeLast(4))
        Text(
            "•••• •••• " + sim.iccid.takeLast(4),
            Modifier.semantics { contentDescription = ending },
            style = MaterialTheme.typography.bodyMedium,
            color = Color.White.copy(alpha = 0.85f),
        )
        States(sim)
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun States(sim: SimInfo) =
    FlowRow(horizontalArrangement = Arrangement.spacedBy(Space.small)) {
        val states =
            buildList {
                if (sim.needsPin) add(say(SaySims.NeedsPin) to Tone.Care)
                add(
                    when {
                        sim.dormant -> say(SaySims.Dormant) to Tone.Plain
                        sim.enabled -> say(SaySims.InUse) to Tone.Well
                        else -> say(SaySims.NotInUse) to Tone.Plain
                    },
                )
                if (sim.resultWaits) add(say(SaySims.ResultWaits) to Tone.Care)
            }
        states.forEach { (text, tone) -> Box(Modifier.padding(bottom = Space.hair)) { Pill(text, tone) } }
    }
