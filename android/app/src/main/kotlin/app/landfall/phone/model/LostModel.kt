package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.DeviceView
import app.landfall.core.GivenBy
import app.landfall.core.Landfall
import app.landfall.core.LostPhone
import app.landfall.core.MoveAim
import app.landfall.core.MoveStep
import app.landfall.core.OrderInfo
import app.landfall.sdk.result
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** While an order can be taken back, in seconds, if the user wants that. */
const val GRACE = 600uL

/** How often it is asked how an order stands, in milliseconds. */
internal const val EVERY = 2_000L

/** [obey]: this phone does what is ordered of it, and the app shows what that was. */
class LostModel(
    private val core: Landfall,
    private val platform: Platform,
    scope: CoroutineScope,
    private val obey: suspend () -> Unit,
) : Model(scope) {
    var step by mutableStateOf<LostStep>(LostStep.Start(false))
    private var giver: LostPhone? = null
    var by = By.ThisDevice
        private set

    /** The tab is shown: what was under way is shown as it was left. */
    fun enter() {
        if (step is LostStep.Start) start()
    }

    fun close() {
        giver?.close()
        giver = null
    }

    fun start() {
        trouble = null
        giver?.close()
        giver = null
        scope.launch { step = LostStep.Start(orNull { core.account() } != null) }
    }

    fun choose(by: By) {
        this.by = by
        trouble = null
        if (by == By.ThisDevice) {
            prove(GivenBy.ThisDevice)
        } else {
            step = LostStep.Prove(by, Credentials(platform.server, device = ""))
        }
    }

    fun prove(typed: Credentials) =
        prove(
            if (by == By.Sheet) {
                GivenBy.Sheet(typed.server.trim(), typed.sheet.encodeToByteArray())
            } else {
                GivenBy.Password(typed.server.trim(), typed.login.trim(), typed.password.encodeToByteArray())
            },
        )

    private fun prove(given: GivenBy) =
        act {
            val found = core.lostPhone(given).also { giver = it }
            step = LostStep.Devices(found.devices().filter { !it.revoked })
        }

    fun devices() {
        trouble = null
        giver?.let { step = LostStep.Devices(it.devices().filter { one -> !one.revoked }) } ?: start()
    }

    fun open(device: DeviceView) {
        trouble = null
        step = LostStep.Device(device)
        scope.launch {
            val giver = giver ?: return@launch
            load<List<OrderInfo>>({ loaded -> (step as? LostStep.Device)?.let { step = it.copy(orders = loaded) } }) {
                giver.orders().filter { it.deviceId == device.id }
            }
        }
    }

    fun want(
        device: DeviceView,
        deed: Deed,
    ) {
        trouble = null
        val others = giver?.devices().orEmpty().filter { !it.revoked && it.id != device.id }
        step = LostStep.Confirm(device, deed, others = others)
        // The sheet may be another account's: what this phone knows of SIMs says nothing then, and numbers are typed.
        if (by != By.ThisDevice || deed !in setOf(Deed.Delete, Deed.Copy, Deed.Overwrite)) return
        scope.launch {
            val (theirs, elsewhere) = orNull { core.accountSims() }.orEmpty().partition { it.deviceId == device.id }
            val ours = elsewhere.filter { it.live }
            (step as? LostStep.Confirm)?.let { step = it.copy(ours = ours, theirs = theirs, iccid = ours.firstOrNull()?.iccid.orEmpty()) }
        }
    }

    /** The user has read what will happen, and wants it. */
    fun order(what: LostStep.Confirm) {
        val giver = giver ?: return
        val grace = if (what.hasGrace) GRACE else 0uL
        act {
            when (what.deed) {
                Deed.Lock -> follow(what.device, giver.lock(what.device.id))
                Deed.Unlock -> follow(what.device, giver.unlock(what.device.id))
                Deed.Delete -> follow(what.device, giver.deleteSims(what.device.id, what.erased.toList(), grace))
                Deed.Wipe -> follow(what.device, giver.wipe(what.device.id, grace, what.keepsSubscriptions))
                Deed.Copy -> move(giver, what, MoveAim.COPY)
                Deed.Overwrite -> move(giver, what, MoveAim.OVERWRITE)
            }
        }
    }

    /** Shows an order, and asks how it stands for as long as it is shown. */
    fun follow(
        device: DeviceView,
        order: OrderInfo,
    ) {
        trouble = null
        step = LostStep.Order(device, order)
        scope.launch {
            while (isShown(order.id)) {
                delay(EVERY)
                val giver = giver ?: return@launch
                // Without a network the last state stays, with its time.
                val now = orNull { giver.orders() }?.firstOrNull { it.id == order.id } ?: continue
                if (isShown(order.id)) step = LostStep.Order(device, now)
            }
        }
    }

    private fun isShown(order: String) = (step as? LostStep.Order)?.order?.id == order

    fun takeBack(shown: LostStep.Order) =
        act {
            val giver = giver ?: return@act
            giver.takeBack(shown.order.id)
            giver.orders().firstOrNull { it.id == shown.order.id }?.let { step = LostStep.Order(shown.device, it) }
        }

    /** A copy has several steps, each of which a device has to obey; this phone's own are obeyed at once. */
    private suspend fun move(
        giver: LostPhone,
        what: LostStep.Confirm,
        aim: MoveAim,
    ) {
        step = LostStep.Moving(what.device, what.deed)
        while (step is LostStep.Moving) {
            if (by == By.ThisDevice) {
                obey()
                core.sync().result()
            }
            val replaces = what.erased.firstOrNull().takeIf { aim == MoveAim.OVERWRITE }
            val next = giver.goOn(aim, what.iccid.trim(), what.device.id, what.from?.id, replaces)
            (step as? LostStep.Moving)?.let { if (it.steps.lastOrNull() != next) step = it.copy(steps = it.steps + next) }
            if (next is MoveStep.Done) return
            if (next is MoveStep.Waits) delay(EVERY)
        }
    }
}
