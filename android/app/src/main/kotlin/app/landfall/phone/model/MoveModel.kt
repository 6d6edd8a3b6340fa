package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.DeviceView
import app.landfall.core.GivenBy
import app.landfall.core.Landfall
import app.landfall.core.MoveAim
import app.landfall.core.MoveStep
import app.landfall.sdk.result
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** A SIM on its way to another phone of the account. */
data class Move(
    val devices: Load<List<DeviceView>> = Load.Busy,
    val aim: MoveAim = MoveAim.MOVE,
    val to: DeviceView? = null,
    val steps: List<MoveStep>? = null,
) {
    /** The device that is waited for, where the role can be taken without it: it may be lost. */
    val mayBeLost: String?
        get() = (steps?.lastOrNull() as? MoveStep.Waits)?.device?.takeIf { aim == MoveAim.ACTIVATE && it != to?.name }
}

/** [obey]: this phone does what is ordered of it, and the app shows what that was. */
class MoveModel(
    private val core: Landfall,
    private val iccid: String,
    aim: MoveAim,
    scope: CoroutineScope,
    private val obey: suspend () -> Unit,
) : Model(scope) {
    var move by mutableStateOf(Move(aim = aim))
        private set
    private var isForced = false

    fun refresh() =
        scope.launch {
            load<List<DeviceView>>({ loaded -> move = move.copy(devices = loaded, to = move.to ?: own(loaded)) }) {
                core.devices().filter { !it.revoked && (!it.own || move.aim == MoveAim.ACTIVATE) }
            }
        }

    /** The live role is mostly wanted where one is. */
    private fun own(devices: Load<List<DeviceView>>): DeviceView? =
        (devices as? Load.Here)?.it?.firstOrNull { it.own && move.aim == MoveAim.ACTIVATE }

    fun aim(aim: MoveAim) {
        move = move.copy(aim = aim, to = null)
        refresh()
    }

    fun to(device: DeviceView) {
        move = move.copy(to = device)
    }

    /** The device that has the live SIM is lost: it is not waited for any longer. */
    fun goOnWithoutIt() {
        isForced = true
    }

    fun begin() =
        act {
            val to = move.to ?: return@act
            isForced = false
            move = move.copy(steps = emptyList())
            obeyAndSync()
            // Who orders knows the account's SIMs as they are when it begins: also one that came a moment ago.
            core.lostPhone(GivenBy.ThisDevice).use { giver ->
                while (move.steps != null) {
                    val next = giver.goOn(move.aim, iccid, to.id, force = isForced)
                    val steps = move.steps ?: return@act
                    if (steps.lastOrNull() != next) move = move.copy(steps = steps + next)
                    if (next is MoveStep.Done) return@act
                    obeyAndSync()
                    if (next is MoveStep.Waits) delay(EVERY)
                }
            }
        }

    private suspend fun obeyAndSync() {
        obey()
        core.sync().result()
    }

    /** Looks no further; what was ordered stays ordered. */
    fun leave() {
        move = move.copy(steps = null)
    }
}
