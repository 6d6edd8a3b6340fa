package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import app.landfall.core.AccountSim
import app.landfall.phone.look.Field
import app.landfall.phone.look.Heading
import app.landfall.phone.look.Note
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Typed
import app.landfall.phone.model.LostStep
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayLost
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

private val AccountSim.shown get() = nickname ?: name

@Composable
private fun AccountSim.below(): String = "$operator · ${say(SaySims.NumberEnds, iccid.takeLast(4))}"

/** Which SIM is copied, and where it is, if this phone does not know. */
@Composable
internal fun WhichSim(
    step: LostStep.Confirm,
    onChange: (LostStep.Confirm) -> Unit,
) {
    Heading(say(SayLost.WhichSim))
    step.ours.forEach { sim ->
        Choice(sim.shown, step.iccid == sim.iccid, "copy-${sim.iccid}", "${sim.operator} · ${sim.device}", Sign.Sim) {
            onChange(step.copy(iccid = sim.iccid))
        }
    }
    val hint = if (step.ours.isEmpty()) null else say(SayLost.CopyNumberHint)
    Field(say(SaySims.SimNumber), step.iccid, "copy-iccid", Typed.Digits, hint) { onChange(step.copy(iccid = it)) }
    if (step.iccid.isBlank() || step.ours.any { it.iccid == step.iccid }) return
    Heading(say(SayLost.WhichHasIt))
    step.others.forEach { device ->
        val below = if (device.own) say(SayAnywhere.ThisPhone) else null
        Choice(device.name, step.from?.id == device.id, "from-${device.name}", below, Sign.Phone) { onChange(step.copy(from = device)) }
    }
}

/** Which SIM makes room for the copy. */
@Composable
internal fun WhichReplaced(
    step: LostStep.Confirm,
    onChange: (LostStep.Confirm) -> Unit,
) {
    Heading(say(SayLost.WhichReplaced))
    step.theirs.forEach { sim ->
        Choice(sim.shown, sim.iccid in step.erased, "replaced-${sim.iccid}", sim.below(), Sign.Sim) { onChange(step.copy(erased = setOf(sim.iccid))) }
    }
    if (step.theirs.isEmpty()) Numbers("replaced-iccid", null) { onChange(step.copy(erased = it.take(1).toSet())) }
}

/** Which SIMs are erased; the others stay. */
@Composable
internal fun WhichErased(
    step: LostStep.Confirm,
    onChange: (LostStep.Confirm) -> Unit,
) {
    Heading(say(SayLost.WhichErased))
    step.theirs.forEach { sim ->
        Toggle(sim.shown, sim.iccid in step.erased, "erase-${sim.iccid}", sim.below()) {
            onChange(step.copy(erased = if (it) step.erased + sim.iccid else step.erased - sim.iccid))
        }
    }
    if (step.theirs.isEmpty()) Numbers("erase-iccids", say(SayLost.NumbersHint)) { onChange(step.copy(erased = it.toSet())) }
}

/** Numbers are typed where nobody knows which SIMs are on the phone. */
@Composable
private fun Numbers(
    tag: String,
    hint: String?,
    onTyped: (List<String>) -> Unit,
) {
    var typed by remember { mutableStateOf("") }
    Note(say(SayLost.NoneKnown))
    Field(say(SaySims.SimNumber), typed, tag, Typed.Code, hint) {
        typed = it
        onTyped(it.split(' ', ',', '，', '\n').filter(String::isNotBlank))
    }
}
