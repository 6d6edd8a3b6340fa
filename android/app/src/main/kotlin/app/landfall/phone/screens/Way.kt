package app.landfall.phone.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.dp
import app.landfall.core.Retry
import app.landfall.phone.look.Body
import app.landfall.phone.look.Draw
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.model.GetStep
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.bytes
import app.landfall.phone.words.say

/** A SIM on its way: every step, with real bytes; who has to agree, and the code that they see too. */
@Composable
fun WayScreen(
    step: GetStep.Way,
    on: GetActions,
) {
    val way = step.progress
    val trouble = way.trouble
    Screen(
        say(SayGet.WayTitle),
        bottom = {
            when {
                trouble != null -> {
                    if (trouble.retry == Retry.YES) MainButton(say(SayAnywhere.TryAgain), "retry-way") { on.retry() }
                    QuietButton(say(SayAnywhere.Close), "close-way") { on.begin() }
                }

                step.isStopping -> {
                    MainButton(say(SayGet.GoOnWaiting), "do-not-stop") { on.show(step.copy(isStopping = false)) }
                    OtherButton(say(SayGet.PutOff), "put-off") { on.stop(false) }
                    QuietButton(say(SayGet.NotWanted), "reject") { on.stop(true) }
                }

                else -> {
                    OtherButton(say(SayGet.Stop), "stop", enabled = !way.isInstalling) { on.show(step.copy(isStopping = true)) }
                }
            }
        },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (step.isStopping) Note(say(SayGet.StopWhy), Tone.Care)
        way.waits?.let { (who, code) ->
            Body(say(if (who == "till") SayGet.WaitTill else SayGet.WaitAttendant))
            BigCode(code, "sale-code")
            way.leaseSeconds?.let {
                Text(
                    say(SayGet.Reserved, (it + 59u) / 60u),
                    style = MaterialTheme.typography.bodyMedium,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                )
            }
        }
        Panel {
            Mark(say(SayGet.WayConnected), if (way.from.isEmpty()) way.operator.ifEmpty { null } else way.from, way.isConnected, trouble == null)
            Mark(say(SayGet.WayAgreed), null, way.isAuthorised || way.isInstalling || way.isInstalled, way.isConnected && trouble == null)
            val total = way.total
            val count =
                when {
                    way.received == 0uL -> null
                    total != null -> say(SayGet.BytesOf, bytes(way.received), bytes(total))
                    else -> bytes(way.received)
                }
            val isHere = way.isInstalling || way.isInstalled
            Mark(say(SayGet.WayReceived), count, isHere, way.isAuthorised && trouble == null, "bytes")
            if (way.isAuthorised && !isHere && trouble == null) {
                if (total == null || total == 0uL) {
                    LinearProgressIndicator(Modifier.fillMaxWidth())
                } else {
                    LinearProgressIndicator((way.received.toFloat() / total.toFloat()).coerceIn(0f, 1f), Modifier.fillMaxWidth())
                }
            }
            Mark(say(SayGet.WayInstalled), null, way.isInstalled, way.isInstalling && trouble == null)
            Mark(say(SayGet.WayReported), null, way.isReported, way.isInstalled && trouble == null)
        }
        Text(say(SayGet.WaySafe), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    }
}

/** One step of several: done, under way, or to come. */
@Composable
private fun Mark(
    title: String,
    below: String?,
    isDone: Boolean,
    isNow: Boolean,
    tag: String = "",
) {
    val state =
        when {
            isDone -> say(SayGet.StateDone)
            isNow -> say(SayGet.StateNow)
            else -> say(SayGet.StateLater)
        }
    Row(
        Modifier
            .fillMaxWidth()
            .padding(vertical = Space.hair)
            .testTag(tag)
            .semantics(mergeDescendants = true) { stateDescription = state },
        horizontalArrangement = Arrangement.spacedBy(Space.medium),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        val ground = if (isDone) MaterialTheme.colorScheme.primary else Color.Transparent
        val line = if (isDone || isNow) MaterialTheme.colorScheme.primary else MaterialTheme.colorScheme.outlineVariant
        Box(
            Modifier
                .size(26.dp)
                .clip(CircleShape)
                .background(ground)
                .border(2.dp, line, CircleShape),
            contentAlignment = Alignment.Center,
        ) {
            if (isDone) Sign.Tick.Draw(Modifier.size(16.dp), tint = MaterialTheme.colorScheme.onPrimary)
            if (!isDone && isNow) Box(Modifier.size(10.dp).clip(CircleShape).background(line))
        }
        Column(Modifier.weight(1f)) {
            Text(
                title,
                style = if (isNow && !isDone) MaterialTheme.typography.titleMedium else MaterialTheme.typography.bodyLarge,
                color = if (isDone || isNow) MaterialTheme.colorScheme.onSurface else MaterialTheme.colorScheme.onSurfaceVariant,
            )
            if (below != null) Text(below, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
        }
    }
}
