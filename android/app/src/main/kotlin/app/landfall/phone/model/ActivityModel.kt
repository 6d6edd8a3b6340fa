package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.ActivityLine
import app.landfall.core.Landfall
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch

class ActivityModel(
    private val core: Landfall,
    private val iccid: String?,
    scope: CoroutineScope,
) : Model(scope) {
    var lines by mutableStateOf<Load<List<ActivityLine>>>(Load.Busy)
        private set

    fun refresh() = scope.launch { load({ lines = it }) { core.activity().filter { iccid == null || it.iccid == iccid } } }
}
