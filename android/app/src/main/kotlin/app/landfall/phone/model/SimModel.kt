package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.Contact
import app.landfall.core.Landfall
import app.landfall.core.PinState
import app.landfall.core.SimInfo
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch

/** One SIM. */
data class SimDetail(
    val sim: SimInfo,
    /** Null where it is not in use, and can't be asked. */
    val pin: PinState?,
)

class SimModel(
    private val core: Landfall,
    private val iccid: String,
    scope: CoroutineScope,
) : Model(scope) {
    var detail by mutableStateOf<Load<SimDetail>>(Load.Busy)
        private set
    var contacts by mutableStateOf<List<Contact>?>(null)
        private set

    /** It was moved away or erased from afar: there is nothing left to show. */
    var isGone by mutableStateOf(false)
        private set
    private var pin: ByteArray? = null

    fun refresh() =
        scope.launch {
            load<SimDetail?>({ loaded ->
                when (loaded) {
                    Load.Busy -> {}

                    is Load.Failed -> {
                        detail = loaded
                    }

                    is Load.Here -> {
                        loaded.it?.let { detail = Load.Here(it) } ?: run { isGone = true }
                    }
                }
            }, ::read)
        }

    private suspend fun read(): SimDetail? {
        val sim = core.sims().firstOrNull { it.iccid == iccid } ?: return null
        val pin = if (sim.enabled && !sim.needsPin) core.pinState(iccid) else null
        return SimDetail(sim, pin)
    }

    private fun change(
        then: () -> Unit = {},
        work: suspend () -> Unit,
    ) = act {
        try {
            work()
            then()
        } finally {
            // A wrong PIN has cost a try.
            refresh()
        }
    }

    fun enable() = change { core.enableSim(iccid) }

    fun disable() = change { core.disableSim(iccid) }

    fun delete(then: () -> Unit) = act { core.deleteSim(iccid).also { then() } }

    fun rename(
        name: String,
        then: () -> Unit,
    ) = change(then) { core.setNickname(iccid, name) }

    fun firstPin(
        pin: String,
        then: () -> Unit,
    ) = change(then) { core.setFirstPin(iccid, pin.encodeToByteArray()) }

    fun changePin(
        old: String,
        new: String,
        then: () -> Unit,
    ) = change(then) { core.changePin(iccid, old.encodeToByteArray(), new.encodeToByteArray()) }

    fun unblockPin(
        puk: String,
        new: String,
        then: () -> Unit,
    ) = change(then) { core.unblockPin(iccid, puk.encodeToByteArray(), new.encodeToByteArray()) }

    /** Opens the phone book by the PIN; none where the SIM asks for none. */
    fun openBook(typed: String?) =
        change {
            val given = typed?.encodeToByteArray()
            contacts = core.phoneBook(iccid, given)
            pin = given
        }

    fun write(contact: Contact) =
        act {
            core.writeContact(iccid, pin, contact)
            contacts = core.phoneBook(iccid, pin)
        }

    /** The phone book is left: its PIN is forgotten. */
    fun closeBook() {
        pin?.fill(0)
        pin = null
        contacts = null
    }
}
