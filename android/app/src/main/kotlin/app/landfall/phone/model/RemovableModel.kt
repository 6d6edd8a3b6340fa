package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.Landfall
import app.landfall.core.Removable
import app.landfall.core.SimInfo
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** Where the user is in *Removable eUICC*. */
sealed interface RemovableStep {
    /** The readers that have a card which lets this app speak with it. */
    data class Readers(
        val readers: Load<List<String>> = Load.Busy,
    ) : RemovableStep

    data class Sims(
        val reader: String,
        val sims: Load<List<SimInfo>> = Load.Busy,
    ) : RemovableStep

    data class Sim(
        val reader: String,
        val sim: SimInfo,
    ) : RemovableStep

    data class Name(
        val reader: String,
        val sim: SimInfo,
    ) : RemovableStep

    /** What deleting it means, before it is done. */
    data class Delete(
        val reader: String,
        val sim: SimInfo,
    ) : RemovableStep
}

/** An eUICC that is put into the phone's slot or a reader: its SIMs are managed here, and used by whatever it is put into. */
class RemovableModel(
    private val core: Landfall,
    scope: CoroutineScope,
) : Model(scope) {
    var step by mutableStateOf<RemovableStep>(RemovableStep.Readers())
        private set
    private var card: Removable? = null
    private var all = emptyList<String>()

    /** With one reader there is nothing to choose. */
    fun readers() =
        scope.launch {
            trouble = null
            leave()
            // The system may take seconds to answer.
            load<List<String>>({ step = RemovableStep.Readers(it) }) { withContext(Dispatchers.IO) { core.removableReaders() } }
            all = ((step as? RemovableStep.Readers)?.readers as? Load.Here)?.it.orEmpty()
            all.singleOrNull()?.let { open(it) }
        }

    fun open(reader: String) {
        trouble = null
        step = RemovableStep.Sims(reader)
        scope.launch {
            load<List<SimInfo>>({ loaded -> if ((step as? RemovableStep.Sims)?.reader == reader) step = RemovableStep.Sims(reader, loaded) }) {
                (card ?: core.removable(reader).also { card = it }).sims()
            }
        }
    }

    fun show(to: RemovableStep) {
        trouble = null
        step = to
    }

    /** One step back; false from the first. */
    fun back(): Boolean {
        when (val now = step) {
            is RemovableStep.Readers -> return false
            is RemovableStep.Sims -> if (all.size > 1) readers() else return false
            is RemovableStep.Sim -> open(now.reader)
            is RemovableStep.Name -> show(RemovableStep.Sim(now.reader, now.sim))
            is RemovableStep.Delete -> show(RemovableStep.Sim(now.reader, now.sim))
        }
        return true
    }

    fun use(
        shown: RemovableStep.Sim,
        isWanted: Boolean,
    ) = change(shown.reader, shown.sim) { if (isWanted) it.enableSim(shown.sim.iccid) else it.disableSim(shown.sim.iccid) }

    fun rename(
        shown: RemovableStep.Name,
        name: String,
    ) = change(shown.reader, shown.sim) { it.setNickname(shown.sim.iccid, name.trim()) }

    fun delete(shown: RemovableStep.Delete) = change(shown.reader, shown.sim) { it.deleteSim(shown.sim.iccid) }

    /** Does it, and shows the SIM as the card has it then; the list, once it is gone. */
    private fun change(
        reader: String,
        sim: SimInfo,
        work: suspend (Removable) -> Unit,
    ) = act {
        val card = card ?: return@act
        work(card)
        val sims = card.sims()
        val now = sims.firstOrNull { it.iccid == sim.iccid }
        step = if (now == null) RemovableStep.Sims(reader, Load.Here(sims)) else RemovableStep.Sim(reader, now)
    }

    /** Lets go of the card: another app may want it. */
    fun leave() {
        card?.close()
        card = null
    }
}
