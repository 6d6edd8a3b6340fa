package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.Answering
import app.landfall.core.Consent
import app.landfall.core.Flow
import app.landfall.core.KioskTarget
import app.landfall.core.KioskVisit
import app.landfall.core.Landfall
import app.landfall.core.NearbyKiosk
import app.landfall.core.OfferInfo
import app.landfall.core.ProposalInfo
import app.landfall.core.SelectionData
import app.landfall.core.SimInfo
import app.landfall.core.Unfinished
import app.landfall.sdk.result
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/** The seconds that kiosks are looked for at a time. */
private const val SEARCH = 4u

/** *Get a SIM here*, from the search for kiosks to the first PIN. Lives as long as the app: another tab does not stop what is under way. */
class GetModel(
    private val core: Landfall,
    private val platform: Platform,
    scope: CoroutineScope,
) : Model(scope) {
    var step by mutableStateOf<GetStep>(GetStep.Find())
    var unfinished by mutableStateOf<List<Unfinished>>(emptyList())
        private set
    private var visit: KioskVisit? = null
    private var flow: Flow? = null
    private var answering: Answering? = null
    private var connecting: Job? = null
    private var target: KioskTarget? = null

    /** The name of the kiosk that was met last. */
    private var kiosk = ""
    private var resuming: Unfinished? = null
    private var again: (() -> Unit)? = null
    private var wasReported = false

    /** The tab is shown: what was under way is shown as it was left. */
    fun enter() {
        if (step is GetStep.Find) search()
    }

    fun begin() {
        trouble = null
        resuming = null
        connecting?.cancel()
        leaveKiosk()
        search()
    }

    fun search() =
        scope.launch {
            step = GetStep.Find()
            unfinished = runCatching { core.unfinished() }.getOrDefault(emptyList())
            load<List<NearbyKiosk>>({ if (step is GetStep.Find) step = GetStep.Find(it) }) { core.findKiosks(SEARCH) }
        }

    fun typeCode() {
        trouble = null
        step = GetStep.Code()
    }

    fun scan() =
        scope.launch {
            platform.scan()?.let { useCode(it) }
        }

    fun useCode(text: String) {
        val code = text.trim()
        if (code.startsWith("LPA:", ignoreCase = true) || code.startsWith("1$")) {
            add(code)
        } else {
            connect(KioskTarget.Code(code), "", GetStep.Code(text))
        }
    }

    fun visit(kiosk: NearbyKiosk) = connect(KioskTarget.Found(kiosk), kiosk.name, GetStep.Find(Load.Here(listOf(kiosk))))

    private fun connect(
        target: KioskTarget,
        name: String,
        before: GetStep,
    ) {
        this.target = target
        trouble = null
        step = GetStep.Connect(name)
        connecting?.cancel()
        connecting =
            scope.launch {
                try {
                    leaveKiosk()
                    val met = core.visit(target)
                    visit = met
                    kiosk = met.kiosk()
                    met(met)
                } catch (cancelled: CancellationException) {
                    throw cancelled
                } catch (failure: Exception) {
                    step = before
                    trouble = shown(failure)
                }
            }
    }

    private fun leaveKiosk() {
        visit?.close()
        visit = null
    }

    private suspend fun met(visit: KioskVisit) {
        val classId = resuming?.takeIf { it.kiosk == visit.kiosk() }?.classId
        resuming = null
        if (classId != null) {
            acquire(classId, null)
        } else {
            look(anything)
        }
    }

    private suspend fun look(selection: SelectionData) {
        val visit = visit ?: return
        step = GetStep.Offers(visit.kiosk(), visit.operator(), Load.Busy, selection)
        load<List<OfferInfo>>({ loaded -> (step as? GetStep.Offers)?.let { step = it.copy(offers = loaded) } }) { visit.offers(selection) }
    }

    fun filter(selection: SelectionData) = scope.launch { look(selection) }

    fun backToOffers() {
        trouble = null
        scope.launch { look(anything) }
    }

    /** The user agreed to this offer. */
    fun acquire(
        classId: String,
        voucher: String?,
    ) {
        val visit = visit ?: return
        again = { meetAgain() }
        follow(Progress(operator = visit.operator(), from = visit.kiosk(), isConnected = true)) {
            visit.acquire(classId, null, voucher?.encodeToByteArray())
        }
    }

    /** Adds the SIM that an activation code names. */
    private fun add(code: String) {
        again = { add(code) }
        follow(Progress()) { core.addByCode(code, Asks()) }
    }

    private fun follow(
        first: Progress,
        start: () -> Flow,
    ) {
        step = GetStep.Way(first)
        scope.launch {
            try {
                val flow = start().also { flow = it }
                val gained = flow.result { event -> tell { it.after(event) } }
                wasReported = gained.reported
                gained.iccid?.let { installed(it) }
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (failure: Exception) {
                val trouble = shown(failure)
                if (trouble.key == "cancelled") begin() else tell { it.copy(trouble = trouble) }
            } finally {
                flow = null
            }
        }
    }

    private fun tell(change: (Progress) -> Progress) {
        val now = step
        val progress = (now as? GetStep.Way)?.progress ?: Progress()
        step = GetStep.Way(change(progress), (now as? GetStep.Way)?.isStopping ?: false)
    }

    private suspend fun installed(iccid: String) {
        val sim = core.sims().firstOrNull { it.iccid == iccid } ?: return begin()
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
            core.enableSim(sim.iccid)
            done(sim.iccid)
        }

    /** Stops what is under way; [reject]: it is not wanted, else it is put off. */
    fun stop(reject: Boolean) {
        flow?.cancel(reject)
        (step as? GetStep.Way)?.let { step = it.copy(isStopping = false) }
    }

    fun retry() = again?.invoke() ?: meetAgain()

    /** The link may be gone: the kiosk is met anew, and what was begun there is gone on with. */
    private fun meetAgain() {
        val target = target ?: return begin()
        scope.launch {
            unfinished = core.unfinished()
            resuming = unfinished.firstOrNull { it.kiosk == kiosk && it.installed == null }
            connect(target, kiosk, GetStep.Find(Load.Here(emptyList())))
        }
    }

    /** Goes on with what was begun before. */
    fun goOn(begun: Unfinished) {
        val installed = begun.installed
        if (installed != null) {
            trouble = null
            step = GetStep.FirstPin(installed)
        } else {
            begin()
            // The next kiosk that answers to its name goes on with it.
            resuming = begun
        }
    }

    fun giveUp(begun: Unfinished) =
        act {
            core.giveUp(begun.id)
            unfinished = core.unfinished()
        }

    fun answer(
        isWanted: Boolean,
        code: String,
    ) {
        val answering = answering ?: return
        step = GetStep.Way(Progress(isConnected = true))
        if (isWanted) answering.agree(code.ifEmpty { null }?.encodeToByteArray()) else answering.reject()
    }

    /** The app ends: what is under way is put off with its coroutine, which closes the flow. */
    fun close() {
        leaveKiosk()
    }

    private inner class Asks : Consent {
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
