package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.Answering
import app.landfall.core.Consent
import app.landfall.core.Flow
import app.landfall.core.Landfall
import app.landfall.core.Place
import app.landfall.core.ProposalInfo
import app.landfall.core.Removable
import app.landfall.core.SimInfo
import app.landfall.sdk.result
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch

/** A SIM on its way into the phone: what its flow tells, what its user is asked meanwhile, and its first PIN. */
abstract class WayModel(
    protected val core: Landfall,
    scope: CoroutineScope,
) : Model(scope) {
    var step by mutableStateOf<GetStep>(GetStep.Find())
    private var flow: Flow? = null
    private var answering: Answering? = null
    private var wasReported = false

    /** How far the SIM is, also while the user is asked something. */
    private var progress = Progress()

    /** The card that the last SIM went into, if it is not this app's. */
    private var card: Removable? = null

    /** Where it all begins. */
    abstract fun begin()

    /** The next SIM goes into this card. */
    protected fun goesInto(card: Removable): Removable = card.also { this.card = it }

    protected fun leaveCard() {
        card?.close()
        card = null
    }

    /** [before]: where the user is if it does not even begin. */
    protected fun follow(
        first: Progress,
        before: GetStep,
        start: () -> Flow,
    ) {
        leaveCard()
        val flow =
            try {
                start().also { flow = it }
            } catch (failure: Exception) {
                step = before
                trouble = shown(failure)
                return
            }
        progress = first
        step = GetStep.Way(first)
        scope.launch {
            try {
                val gained = flow.result { event -> tell { it.after(event) } }
                wasReported = gained.reported
                gained.iccid?.let { installed(it) }
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (failure: Exception) {
                val trouble = shown(failure)
                if (trouble.key == "cancelled") begin() else tell { it.copy(trouble = trouble) }
            } finally {
                this@WayModel.flow = null
            }
        }
    }

    /** What happens meanwhile is shown once the user has answered what a server asks. */
    private fun tell(change: (Progress) -> Progress) {
        progress = change(progress)
        val now = step
        if (now is GetStep.Way) {
            step = now.copy(progress = progress)
        } else if (progress.trouble != null) {
            step = GetStep.Way(progress)
        }
    }

    private suspend fun installed(iccid: String) {
        val sim = (card?.sims() ?: core.sims()).firstOrNull { it.iccid == iccid } ?: return begin()
        step = if (sim.needsPin) GetStep.FirstPin(iccid) else GetStep.Done(sim, wasReported)
    }

    fun setPin(step: GetStep.FirstPin) =
        act {
            core.setFirstPin(step.iccid, step.pin.encodeToByteArray())
            done(step.iccid)
        }

    private suspend fun done(iccid: String) {
        core.sims().firstOrNull { it.iccid == iccid }?.let { step = GetStep.Done(it, !it.resultWaits) }
    }

    fun enable(sim: SimInfo) =
        act {
            val card = card.takeIf { sim.place == Place.REMOVABLE }
            if (card == null) {
                core.enableSim(sim.iccid)
                done(sim.iccid)
            } else {
                card.enableSim(sim.iccid)
                installed(sim.iccid)
            }
        }

    /** Stops what is under way; [reject]: it is not wanted, else it is put off. */
    fun stop(reject: Boolean) {
        flow?.cancel(reject)
        (step as? GetStep.Way)?.let { step = it.copy(isStopping = false) }
    }

    fun answer(
        isWanted: Boolean,
        code: String,
    ) {
        val answering = answering ?: return
        this.answering = null
        progress = progress.copy(isConnected = true)
        step = GetStep.Way(progress)
        if (isWanted) answering.agree(code.ifEmpty { null }?.encodeToByteArray()) else answering.reject()
    }

    protected inner class Asks : Consent {
        override fun ask(
            proposal: ProposalInfo,
            answer: Answering,
        ) {
            scope.launch {
                answering = answer
                step = GetStep.Proposal(proposal)
            }
        }
    }
}
