package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.Landfall
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch

class DiagnosticsModel(
    private val core: Landfall,
    scope: CoroutineScope,
) : Model(scope) {
    var findings by mutableStateOf<Load<List<app.landfall.core.Finding>>>(Load.Busy)
        private set
    var report by mutableStateOf<String?>(null)
        private set

    fun refresh() =
        scope.launch {
            load<List<app.landfall.core.Finding>>({ findings = it }) { core.diagnose() }
            report = orNull { core.report() }
        }
}
