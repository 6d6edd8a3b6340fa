package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.KioskTarget
import app.landfall.core.KioskVisit
import app.landfall.core.Landfall
import app.landfall.core.NearbyKiosk
import app.landfall.core.OfferInfo
import app.landfall.core.Removable
import app.landfall.core.SelectionData
import app.landfall.core.Unfinished
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** The seconds that kiosks are looked for at a time. */
private const val SEARCH = 4u

/** *Get a SIM here*, from the search for kiosks to the first PIN. Lives as long as the app: another tab does not stop what is under way. */
class GetModel(
    core: Landfall,
    private val platform: Platform,
    scope: CoroutineScope,
) : WayModel(core, scope) {
    var unfinished by mutableStateOf<List<Unfinished>>(emptyList())
        private set
    private var visit: KioskVisit? = null
    private var connecting: Job? = null
    private var target: KioskTarget? = null

    /** The name of the kiosk that was met last. */
    private var kiosk = ""
    private var resuming: Unfinished? = null
    private var again: (() -> Unit)? = null

    /** The tab is shown: what was under way is shown as it was left. */
    fun enter() {
        if (step is GetStep.Find) search()
    }

    override fun begin() {
        trouble = null
        resuming = null
        connecting?.cancel()
        leaveKiosk()
        search()
    }

    fun search() =
        scope.launch {
            step = GetStep.Find()
            unfinished = orNull { core.unfinished() }.orEmpty()
            load<List<NearbyKiosk>>({ if (step is GetStep.Find) step = GetStep.Find(it) }) {
                platform.allowSearch()
                core.findKiosks(SEARCH)
            }
        }

    /** A code is typed; the SIM of an activation code goes [into] that, unless the user says otherwise. */
    fun typeCode(into: Into = Into.Software): Job {
        trouble = null
        step = GetStep.Code(into = into)
        return scope.launch {
            val cards = withContext(Dispatchers.IO) { core.removableReaders() }.map { Into.Removable(it) }
            val places = listOf(Into.Software) + cards + listOfNotNull(platform.ownEsim?.let { Into.OwnEsim })
            (step as? GetStep.Code)?.let { step = it.copy(places = places) }
        }
    }

    /** A code that was scanned is shown before it is used, where there is something to choose. */
    fun scan() =
        scope.launch {
            val text = platform.scan() ?: return@launch
            if (step !is GetStep.Code) typeCode().join()
            val code = (step as? GetStep.Code ?: return@launch).copy(text = text)
            if (isActivation(text) && code.places.size > 1) step = code else useCode(code)
        }

    fun useCode(typed: GetStep.Code) {
        val code = typed.text.trim()
        if (!isActivation(code)) {
            connect(KioskTarget.Code(code), "", typed)
        } else if (typed.into == Into.OwnEsim) {
            handOver(code)
        } else {
            add(code, typed.into)
        }
    }

    private fun handOver(code: String) {
        val esim = platform.ownEsim ?: return
        step = GetStep.HandedOver(null)
        scope.launch {
            val given = esim.give(code)
            if (step == GetStep.HandedOver(null)) step = GetStep.HandedOver(given)
        }
    }

    /** The phone is to be held to a kiosk. */
    fun touch() = connect(KioskTarget.Nfc, "", GetStep.Find(Load.Here(emptyList())))

    private fun startTouch() =
        platform.touch?.start(core) { failure ->
            scope.launch {
                if (step == GetStep.Touching) trouble = shown(failure)
            }
        }

    fun visit(kiosk: NearbyKiosk) = connect(KioskTarget.Found(kiosk), kiosk.name, GetStep.Find(Load.Here(listOf(kiosk))))

    private fun connect(
        target: KioskTarget,
        name: String,
        before: GetStep,
    ) {
        this.target = target
        again = null
        trouble = null
        step = if (target == KioskTarget.Nfc) GetStep.Touching else GetStep.Connect(name)
        connecting?.cancel()
        connecting =
            scope.launch {
                try {
                    leaveKiosk()
                    if (target == KioskTarget.Nfc) startTouch()
                    val met = core.visit(target)
                    visit = met
                    kiosk = met.kiosk()
                    met(met)
                } catch (cancelled: CancellationException) {
                    throw cancelled
                } catch (failure: Exception) {
                    leaveKiosk()
                    step = before
                    trouble = shown(failure)
                }
            }
    }

    private fun leaveKiosk() {
        platform.touch?.stop()
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
        val first = Progress(operator = visit.operator(), from = visit.kiosk(), isConnected = true)
        follow(first, GetStep.Find(Load.Here(emptyList()))) {
            visit.acquire(classId, null, voucher?.encodeToByteArray())
        }
    }

    /** Adds the SIM that an activation code names. */
    private fun add(
        code: String,
        into: Into,
    ) {
        again = { add(code, into) }
        follow(Progress(), GetStep.Code(code, into)) {
            if (into is Into.Removable) {
                goesInto(core.removable(into.reader)).addByCode(code, Asks())
            } else {
                core.addByCode(code, Asks())
            }
        }
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
        } else if (begun.kiosk == null) {
            // The same code goes on with it.
            typeCode()
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

    /** The app ends: what is under way is put off with its coroutine, which closes the flow. */
    fun close() {
        leaveKiosk()
        leaveCard()
    }
}
