package app.landfall.phone

import app.landfall.core.MoveStep
import app.landfall.core.OrderEvent
import app.landfall.core.OrderInfo
import app.landfall.core.OrderVerb
import app.landfall.core.ReceiptInfo
import app.landfall.core.Trouble
import app.landfall.phone.model.By
import app.landfall.phone.model.Deed
import app.landfall.phone.model.LostStep
import app.landfall.phone.screens.LostScreen
import app.landfall.phone.screens.Tab

private fun order(
    verb: OrderVerb,
    state: String,
    states: List<Pair<String, ULong>>,
    receipt: ReceiptInfo? = null,
    until: ULong = 0u,
) = OrderInfo(
    "a1",
    verb,
    "Old phone",
    "02",
    emptyList(),
    state,
    states.map { (name, time) ->
        OrderEvent(name, time)
    },
    NOW,
    until,
    NOW + 2_592_000u,
    receipt,
    null,
)

private val receipt = ReceiptInfo("Old phone", "erased", listOf(island.iccid, asia.iccid), NOW + 95u, 3u, "9f2c41d07be3558a".repeat(4))
private val waiting = order(OrderVerb.WIPE, "stored", listOf("stored" to NOW), until = NOW + 600u)
private val erased =
    order(OrderVerb.WIPE, "erased", listOf("stored" to NOW, "sent" to NOW + 90u, "received" to NOW + 91u, "erased" to NOW + 95u), receipt)
private val locked = order(OrderVerb.LOCK, "sent", listOf("stored" to NOW - 900u, "sent" to NOW - 880u))

private val held =
    trouble(
        "away.receipt.missing",
        "The receipt is in doubt",
        "Receipt 3 is missing.",
        "Fetch the receipts again; if it stays so the server holds some back: don't take the order for done.",
    )

private val deleted =
    order(OrderVerb.DELETE, "sent", listOf("stored" to NOW, "sent" to NOW + 90u)).copy(cards = listOf(island.iccid, asia.iccid))

private fun lost(
    name: String,
    step: LostStep,
    by: By = By.ThisDevice,
    trouble: Trouble? = null,
) = Picture("lost-$name", Tab.Lost) { LostScreen(step, by, trouble) }

/** *Lost phone*. */
internal val lostPictures =
    listOf(
        lost("start", LostStep.Start(true)),
        lost("start-nobody", LostStep.Start(false)),
        lost("sheet", LostStep.Prove(By.Sheet, typed.copy(sheet = ""))),
        lost("password", LostStep.Prove(By.Password, typed)),
        lost("devices", LostStep.Devices(listOf(mine, old))),
        lost("nobody", LostStep.Devices(listOf(mine))),
        lost("device", LostStep.Device(old, here(listOf(erased, locked)))),
        lost("device-password", LostStep.Device(old, here(emptyList())), By.Password),
        lost("lock", LostStep.Confirm(old, Deed.Lock)),
        lost("wipe", LostStep.Confirm(old, Deed.Wipe, hasGrace = true)),
        lost("delete", LostStep.Confirm(old, Deed.Delete, erased = setOf(fresh.iccid), theirs = theirs)),
        lost("delete-unknown", LostStep.Confirm(old, Deed.Delete), By.Sheet),
        lost("copy", LostStep.Confirm(old, Deed.Copy, iccid = island.iccid, ours = ours)),
        lost("copy-sheet", LostStep.Confirm(old, Deed.Copy, iccid = island.iccid, from = mine, others = listOf(mine, gone)), By.Sheet),
        lost("overwrite", LostStep.Confirm(old, Deed.Overwrite, iccid = island.iccid, erased = setOf(copy.iccid), ours = ours, theirs = theirs)),
        lost("ordered", LostStep.Order(old, waiting)),
        lost("overdue", LostStep.Order(old, locked.copy(state = "overdue"))),
        lost("obeyed", LostStep.Order(old, erased)),
        lost("doubt", LostStep.Order(old, locked.copy(doubt = held))),
        lost("erased", LostStep.Order(old, deleted)),
        lost("receipt", LostStep.Receipt(old, erased)),
        lost("moving", LostStep.Moving(old, Deed.Copy, listOf(MoveStep.Ordered("Ann's phone"), MoveStep.Waits("Old phone")))),
    )
