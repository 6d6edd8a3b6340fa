package app.landfall.phone.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import app.landfall.core.DeviceFacts
import app.landfall.phone.look.Body
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Fact
import app.landfall.phone.look.Heading
import app.landfall.phone.look.Panel
import app.landfall.phone.look.Pill
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.SmallButton
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.SayPlaces
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

/** *Where the SIM can be used on this phone*, said honestly. */
@Composable
fun WhereScreen(
    facts: DeviceFacts,
    hasCardReader: Boolean,
    onBack: () -> Unit = {},
    onManage: () -> Unit = {},
) = Screen(say(SaySims.WhereUsed), onBack) {
    Body(say(SayPlaces.WhereIntro))
    Way(
        Sign.Chip,
        say(SayPlaces.WhereSoftware),
        say(if (facts.driverInstalled) SayPlaces.Possible else SayPlaces.InAppsOnly),
        if (facts.driverInstalled) Tone.Well else Tone.Care,
        say(SayPlaces.WhereSoftwareWhy),
    )
    Way(
        Sign.Sim,
        say(SayPlaces.WhereRemovable),
        say(if (hasCardReader) SayPlaces.Possible else SayPlaces.NoReader),
        if (hasCardReader) Tone.Well else Tone.Plain,
        say(SayPlaces.WhereRemovableWhy),
    ) { if (hasCardReader) SmallButton(say(SayPlaces.Manage), "manage-card", onManage) }
    Way(
        Sign.Phone,
        say(SayPlaces.WhereSystem),
        say(if (facts.systemEsim) SayPlaces.GsmaOnly else SayPlaces.NoEsim),
        if (facts.systemEsim) Tone.Care else Tone.Plain,
        say(SayPlaces.WhereSystemWhy),
    )
    Heading(say(SayAnywhere.ThisPhone))
    Panel {
        Fact(say(SayGet.Bands), facts.bands?.joinToString() ?: say(SayAnywhere.NotTold))
        Fact(
            say(SayPlaces.CarrierLock),
            when (facts.carrierLocked) {
                true -> say(SayPlaces.LockedToOperator)
                false -> say(SayPlaces.NotLockedToOperator)
                null -> say(SayAnywhere.NotTold)
            },
        )
    }
}

@Composable
private fun Way(
    sign: Sign,
    title: String,
    state: String,
    tone: Tone,
    why: String,
    inner: @Composable () -> Unit = {},
) = Panel {
    Row(horizontalArrangement = Arrangement.spacedBy(Space.medium), verticalAlignment = Alignment.CenterVertically) {
        sign.Draw(Modifier.size(26.dp), tint = MaterialTheme.colorScheme.primary)
        Text(title, Modifier.weight(1f), style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
    }
    Pill(state, tone)
    Text(why, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    inner()
}
