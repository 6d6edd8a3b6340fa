package app.landfall.phone.screens

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.landfall.core.LinkKind
import app.landfall.core.NearbyKiosk
import app.landfall.core.Trouble
import app.landfall.core.Unfinished
import app.landfall.phone.look.Body
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.Pill
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.SmallButton
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.model.GetStep
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

@Composable
internal fun FindScreen(
    step: GetStep.Find,
    unfinished: List<Unfinished>,
    trouble: Trouble?,
    canScan: Boolean,
    canTouch: Boolean,
    on: GetActions,
) = Screen(
    say(SaySims.GetSimHere),
    bottom = {
        if (canScan) {
            MainButton(say(SayGet.ScanCode), "scan", sign = Sign.Scan) { on.scan() }
            QuietButton(say(SayGet.TypeCode), "type-code") { on.typeCode() }
        } else {
            MainButton(say(SayGet.TypeCode), "type-code", sign = Sign.Scan) { on.typeCode() }
        }
    },
) {
    Body(say(SayGet.GetWhy))
    unfinished.forEach { UnfinishedNote(it, { on.giveUp(it) }) { on.goOn(it) } }
    if (trouble != null) TroubleNote(trouble) { on.retry() }
    if (canTouch) Rows { LineRow(say(SayGet.HoldToKiosk), "touch", Sign.Touch, say(SayGet.HoldToKioskWhy)) { on.touch() } }
    Row(verticalAlignment = Alignment.CenterVertically) {
        Box(Modifier.weight(1f)) { Heading(say(SayGet.KiosksNear)) }
        SmallButton(say(SayGet.SearchAgain), "search") { on.search() }
    }
    Loaded(step.kiosks, say(SayGet.Searching), { on.search() }) { kiosks ->
        if (kiosks.isEmpty()) Nothing(Sign.Kiosk, say(SayGet.NoKiosks), say(SayGet.NoKiosksWhy))
        kiosks.forEach { kiosk -> KioskRow(kiosk) { on.visit(kiosk) } }
    }
}

@Composable
private fun KioskRow(
    kiosk: NearbyKiosk,
    onClick: () -> Unit,
) = Rows {
    Row(
        Modifier
            .fillMaxWidth()
            .clickable(role = Role.Button, onClick = onClick)
            .testTag("kiosk-${kiosk.name}")
            .semantics(mergeDescendants = true) {}
            .padding(Space.large),
        horizontalArrangement = Arrangement.spacedBy(Space.large),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Sign.Kiosk.Draw(Modifier.size(30.dp), tint = MaterialTheme.colorScheme.primary)
        Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(Space.hair)) {
            Text(kiosk.name, style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
            if (kiosk.operator.isNotEmpty()) {
                Text(kiosk.operator, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
            Text(
                kiosk.links.map { say(link(it)) }.joinToString(" · "),
                style = MaterialTheme.typography.bodyMedium,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
            )
            if (!kiosk.trusted) Pill(say(SayGet.NotTrusted), Tone.Care)
        }
        Sign.Next.Draw(Modifier.size(16.dp), tint = MaterialTheme.colorScheme.outline)
    }
}

/** The phone is to be held to a kiosk, and kept there. */
@Composable
internal fun TouchScreen(
    trouble: Trouble?,
    on: GetActions,
) = Screen(
    say(SayGet.HoldToKiosk),
    { on.begin() },
    bottom = { QuietButton(say(SayGet.Stop), "stop-touch") { on.begin() } },
) {
    if (trouble != null) TroubleNote(trouble)
    Nothing(Sign.Touch, say(SayGet.HoldNow), say(SayGet.HoldStill), "touching")
}

private fun link(kind: LinkKind): Say =
    when (kind) {
        LinkKind.WIFI -> SayGet.LinkWifi
        LinkKind.WIFI_DIRECT -> SayGet.LinkDirect
        LinkKind.BLUETOOTH -> SayGet.LinkBlue
        LinkKind.NFC -> SayGet.LinkNfc
    }
