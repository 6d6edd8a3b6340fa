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
)

class MoveModel(
    private val core: Landfall,
    private val iccid: String,
    scope: CoroutineScope,
) : Model(scope) {
    var move by mutableStateOf(Move())
        private set

    fun refresh() =
        scope.launch {
            load<List<DeviceView>>({ move = move.copy(devices = it) }) {
                core.devices().filter {
                    !it.revoked &&
                        (!it.own || move.aim == MoveAim.ACTIVATE)
                }
            }
        }

    fun aim(aim: MoveAim) {
        move = move.copy(aim = aim, to = null)
        refresh()
    }

    fun to(device: DeviceView) {
        move = move.copy(to = device)
    }

    fun begin() =
        act {
            val to = move.to ?: return@act
            move = move.copy(steps = emptyList())
            core.lostPhone(GivenBy.ThisDevice).use { giver ->
                while (move.steps != null) {
                    val next = giver.goOn(move.aim, iccid, to.id, false)
                    val steps = move.steps ?: return@act
                    if (steps.lastOrNull() != next) move = move.copy(steps = steps + next)
                    if (next is MoveStep.Done) return@act
                    // What is ordered of this phone it does at once.
                    core.contact()
                    core.sync().result()
                    delay(2_000)
                }
            }
        }

    /** Looks no further; what was ordered stays ordered. */
    fun leave() {
        move = move.copy(steps = null)
    }
}
