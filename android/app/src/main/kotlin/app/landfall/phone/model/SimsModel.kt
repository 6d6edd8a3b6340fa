package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.Landfall
import app.landfall.core.SimInfo
import app.landfall.core.Unfinished
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch

/** The list of SIMs, and what was begun and did not end. */
data class Sims(
    val all: List<SimInfo>,
    val unfinished: List<Unfinished>,
)

class SimsModel(
    private val core: Landfall,
    scope: CoroutineScope,
) : Model(scope) {
    var sims by mutableStateOf<Load<Sims>>(Load.Busy)
        private set

    fun refresh() = scope.launch { load({ if (it != Load.Busy || sims !is Load.Here) sims = it }) { Sims(core.sims(), core.unfinished()) } }
}
