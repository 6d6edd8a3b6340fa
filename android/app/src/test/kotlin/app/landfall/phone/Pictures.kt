package app.landfall.phone

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import app.landfall.core.AccountSim
import app.landfall.core.AccountView
import app.landfall.core.ActivityLine
import app.landfall.core.Contact
import app.landfall.core.DeviceFacts
import app.landfall.core.DeviceView
import app.landfall.core.FamilyView
import app.landfall.core.Finding
import app.landfall.core.LinkKind
import app.landfall.core.MoveAim
import app.landfall.core.MoveStep
import app.landfall.core.NearbyKiosk
import app.landfall.core.OfferInfo
import app.landfall.core.OrderEvent
import app.landfall.core.OrderInfo
import app.landfall.core.OrderVerb
import app.landfall.core.PinState
import app.landfall.core.Place
import app.landfall.core.ProposalInfo
import app.landfall.core.ReceiptInfo
import app.landfall.core.Retry
import app.landfall.core.RightsData
import app.landfall.core.RootInfo
import app.landfall.core.SeenSim
import app.landfall.core.SelectionData
import app.landfall.core.SimInfo
import app.landfall.core.Started
import app.landfall.core.TieInfo
import app.landfall.core.Trouble
import app.landfall.core.Unfinished
import app.landfall.core.WaitingDevice
import app.landfall.phone.model.AccountStep
import app.landfall.phone.model.By
import app.landfall.phone.model.Credentials
import app.landfall.phone.model.Deed
import app.landfall.phone.model.GetStep
import app.landfall.phone.model.Load
import app.landfall.phone.model.LostStep
import app.landfall.phone.model.Move
import app.landfall.phone.model.Progress
import app.landfall.phone.model.SimDetail
import app.landfall.phone.model.Sims
import app.landfall.phone.model.anything
import app.landfall.phone.screens.AccountScreen
import app.landfall.phone.screens.ActivityScreen
import app.landfall.phone.screens.BookScreen
import app.landfall.phone.screens.DeleteScreen
import app.landfall.phone.screens.DiagnosticsScreen
import app.landfall.phone.screens.FailedScreen
import app.landfall.phone.screens.GetScreen
import app.landfall.phone.screens.LockedScreen
import app.landfall.phone.screens.LostScreen
import app.landfall.phone.screens.MoreScreen
import app.landfall.phone.screens.MoveScreen
import app.landfall.phone.screens.NameScreen
import app.landfall.phone.screens.OpeningScreen
import app.landfall.phone.screens.PinScreen
import app.landfall.phone.screens.PinTask
import app.landfall.phone.screens.SimScreen
import app.landfall.phone.screens.SimsScreen
import app.landfall.phone.screens.Tab
import app.landfall.phone.screens.Tabs
import app.landfall.phone.screens.WhereScreen
import app.landfall.phone.screens.WipedScreen
import app.landfall.phone.words.LocalLanguage

/** A screen in one of its states. */
class Picture(
    val name: String,
    val tab: Tab? = null,
    val content: @Composable () -> Unit,
)

/** The picture as it is on a phone, with the bar of tabs where it has one. */
@Composable
fun Picture.Draw() {
    if (tab == null) return content()
    Column {
        Box(Modifier.weight(1f)) { content() }
        Tabs(tab) {}
    }
}

private const val NOW = 1_796_000_000uL

private fun sim(
    number: Int,
    operator: String,
    name: String,
    nickname: String? = null,
    enabled: Boolean = false,
    dormant: Boolean = false,
    needsPin: Boolean = false,
    waits: Boolean = false,
) = SimInfo(
    "899990100000000%04d".format(number),
    "89049032000000000000000000000175",
    operator,
    name,
    nickname,
    enabled,
    dormant,
    needsPin,
    waits,
    Place.SOFTWARE,
)

private val island = sim(17, "Nord Mobile", "The island, a week", "Holiday", enabled = true)
private val asia = sim(25, "Sued Telecom", "Asia, a month", waits = true)
private val copy = sim(33, "Nord Mobile", "At home", dormant = true)
private val fresh = sim(41, "Ost Tel", "First hour", needsPin = true)
private val theirs =
    listOf(island, asia).map { AccountSim(it.iccid, it.operator, it.name, it.nickname, "01", "Ann's phone", true, true) }
private val begun = Unfinished("b1", "gate-7", "island-week", NOW, null, false)

private fun trouble(
    key: String,
    title: String,
    explanation: String,
    advice: String,
    again: Boolean = true,
) = Trouble(title, explanation, if (again) Retry.YES else Retry.NO, advice, key)

private val unreachable =
    trouble(
        "kiosk.unreachable",
        "The kiosk can't be reached",
        "Nobody answers at 192.0.2.7:7788.",
        "Go closer to the kiosk, and look whether Wi-Fi is on.",
    )
private val offline =
    trouble(
        "cloud.unreachable",
        "The account's server can't be reached",
        "There is no network.",
        "Changes wait here, and are synced once there is one.",
    )
private val noMatch = trouble("kiosk.refused", "The kiosk says no", "No offer serves FR.", "Ask for less.", false)
private val denied = trouble("sale.refused", "The sale was not allowed", "The attendant said no: no identity card.", "Choose another offer.", false)
private val wrongPin = trouble("pin.wrong", "Wrong PIN", "The PIN is wrong; 2 tries are left.", "Type it again.")
private val weak = trouble("account.weak", "The password is too short", "A password has 10 characters at least.", "Choose a longer one.", false)
private val keystore = trouble("keystore.locked", "Unlock the phone", "The device is locked.", "Unlock it, then try again.")

private fun kiosk(
    name: String,
    operator: String,
    isTrusted: Boolean,
    vararg links: LinkKind,
) = NearbyKiosk(name, operator, isTrusted, links.toList(), listOf("192.0.2.7:7788"))

private val kiosks =
    listOf(
        kiosk("Gate 7", "Nord Mobile", true, LinkKind.WIFI, LinkKind.BLUETOOTH),
        kiosk("Arrivals, left", "Sued Telecom", false, LinkKind.BLUETOOTH, LinkKind.NFC),
    )

private fun offer(
    id: String,
    name: String,
    operator: String,
    price: String,
    countries: List<String>,
    authorisation: String = "attendant",
    lacks: List<String> = emptyList(),
    unknown: List<String> = emptyList(),
    data: ULong? = 5_000u,
) = OfferInfo(
    id,
    name,
    operator,
    price,
    countries,
    100_000u,
    data,
    7u,
    "nord.test",
    "At once, where Nord Mobile has a network",
    authorisation,
    lacks,
    unknown,
    listOf("n78", "B3"),
)

private val week = offer("island-week", "Japan, a week", "Nord Mobile", "9.90 EUR", listOf("JP"))
private val offers =
    listOf(
        week,
        offer("asia", "Asia, a month", "Nord Mobile", "29.00 EUR", listOf("JP", "KR", "TH"), data = null),
        offer("locked", "Business", "Sued Telecom", "49.00 EUR", listOf("JP"), lacks = listOf("bands")),
    )

private val typed = Credentials("https://cloud.example.org", "ann@example.org", "seven turtles sail", "Ann's phone")
private val account = AccountView("ann@example.org", "https://cloud.example.org", "0b1c", 0u, false)
private val mine = DeviceView("01", "Ann's phone", true, false)
private val old = DeviceView("02", "Old phone", false, false)
private val gone = DeviceView("03", "Tablet", false, true)
private val rights = RightsData(listOf("see", "use"), emptyList(), NOW + 86_400u)
private val sheet = "LANDFALL RECOVERY SHEET\n\nR8K2-6MWT-03QF-ZX1H\n7D5E-9YVB-4NPG-CA2J\nTQ8S-W1HM-K6XR-05FB"

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

private val findings =
    listOf(
        Finding("keystore", true, 0u, "Keys are guarded by a chip of their own."),
        Finding("operators", true, 2u, "Operators that are trusted: 2."),
        Finding("unfinished", true, 0u, "Acquisitions that did not end: 0."),
        Finding("results", false, 1u, "Results that wait for their kiosk: 1."),
    )
private const val REPORT =
    "Landfall 0.1.0 on android aarch64\nok keystore: Keys are guarded by a chip of their own.\n" +
        "!! results: Results that wait for their kiosk: 1."
private val facts = DeviceFacts("android", "aarch64", "id", listOf("n78", "B1", "B3"), null, true, false)

private fun <T> here(it: T) = Load.Here(it)

private fun way(progress: Progress) = GetStep.Way(progress)

private val met = Progress("Nord Mobile", "Gate 7", isConnected = true, leaseSeconds = 900u)

private fun get(
    name: String,
    step: GetStep,
    unfinished: List<Unfinished> = emptyList(),
    trouble: Trouble? = null,
) = Picture("get-$name", Tab.Get) { GetScreen(step, unfinished, trouble) }

private fun account(
    name: String,
    step: AccountStep,
    trouble: Trouble? = null,
) = Picture("account-$name", Tab.Account) { AccountScreen(step, trouble) }

private fun lost(
    name: String,
    step: LostStep,
    by: By = By.ThisDevice,
    trouble: Trouble? = null,
) = Picture("lost-$name", Tab.Lost) { LostScreen(step, by, trouble) }

/** Every screen in every state that it has. */
val pictures =
    listOf(
        Picture("opening") { OpeningScreen() },
        Picture("failed") { FailedScreen(keystore) },
        Picture("sims-empty", Tab.Sims) { SimsScreen(here(Sims(emptyList(), emptyList()))) },
        Picture("sims-loading", Tab.Sims) { SimsScreen(Load.Busy) },
        Picture("sims", Tab.Sims) { SimsScreen(here(Sims(listOf(island, asia, copy, fresh), emptyList()))) },
        Picture("sims-unfinished", Tab.Sims) {
            SimsScreen(here(Sims(listOf(island), listOf(begun))), Started(listOf(island.iccid), emptyList(), false, emptyList()))
        },
        Picture("sims-error", Tab.Sims) { SimsScreen(Load.Failed(keystore)) },
        Picture("sim") { SimScreen(here(SimDetail(island, PinState.Required(3u)))) },
        Picture("sim-blocked") { SimScreen(here(SimDetail(island, PinState.Blocked))) },
        Picture("sim-copy") { SimScreen(here(SimDetail(copy, null))) },
        Picture("sim-fresh") { SimScreen(here(SimDetail(fresh, null))) },
        Picture("pin-first") { PinScreen(PinTask.First) },
        Picture("pin-change") { PinScreen(PinTask.Change, wrongPin, tries = 2u) },
        Picture("pin-unblock") { PinScreen(PinTask.Unblock) },
        Picture("nickname") { NameScreen("Holiday") },
        Picture("book-locked") { BookScreen(null) },
        Picture("book") { BookScreen(listOf(Contact(1u, "Ann", "+999012345"), Contact(2u, "王小明", "+999098765"))) },
        Picture("book-empty") { BookScreen(emptyList()) },
        Picture("activity") {
            ActivityScreen(
                here(
                    listOf(
                        ActivityLine("card_added", null, "Ann's phone", NOW),
                        ActivityLine(
                            "card_removed",
                            null,
                            "Old phone",
                            NOW - 5_000u,
                        ),
                    ),
                ),
            )
        },
        Picture("activity-empty") { ActivityScreen(here(emptyList())) },
        Picture("move") { MoveScreen(Move(here(listOf(old)), MoveAim.MOVE, old)) },
        Picture("move-nowhere") { MoveScreen(Move(here(emptyList()))) },
        Picture(
            "moving",
        ) { MoveScreen(Move(here(listOf(old)), MoveAim.MOVE, old, listOf(MoveStep.Ordered("Old phone"), MoveStep.Waits("Old phone")))) },
        Picture(
            "moved",
        ) { MoveScreen(Move(here(listOf(old)), MoveAim.MOVE, old, listOf(MoveStep.Ordered("Old phone"), MoveStep.Done("Old phone")))) },
        Picture("delete") { DeleteScreen(island) },
        get("searching", GetStep.Find()),
        get("none", GetStep.Find(here(emptyList()))),
        get("kiosks", GetStep.Find(here(kiosks)), listOf(begun)),
        get(
            "offline",
            GetStep.Find(
                Load.Failed(
                    trouble(
                        "network.search",
                        "No search on this network",
                        "This network lets nobody search.",
                        "Join the kiosk's network, or use its start code.",
                    ),
                ),
            ),
        ),
        get("unreachable", GetStep.Find(here(kiosks)), trouble = unreachable),
        get("code", GetStep.Code("LANDFALL:1\$tcp\$192.0.2.7:7788\$E3418C92\$gate-7")),
        get("connecting", GetStep.Connect("Gate 7")),
        get("offers", GetStep.Offers("Gate 7", "Nord Mobile", here(offers), anything)),
        get("offers-filtered", GetStep.Offers("Gate 7", "Nord Mobile", Load.Failed(noMatch), SelectionData(10_000u, null, "20 EUR", listOf("FR")))),
        get("filter", GetStep.Offers("Gate 7", "Nord Mobile", here(offers), SelectionData(10_000u, null, "20 EUR", listOf("JP")), true)),
        get("offer", GetStep.Offer(week)),
        get(
            "offer-lacks",
            GetStep.Offer(
                offer("b", "Business", "Sued Telecom", "49.00 EUR", listOf("JP", "KR"), "voucher", listOf("bands"), listOf("carrier_lock")),
            ),
        ),
        get("waiting", way(met.copy(waits = "attendant" to "4711-0815"))),
        get("stopping", GetStep.Way(met.copy(waits = "attendant" to "4711-0815"), true)),
        get("receiving", way(met.copy(isAuthorised = true, received = 21_504u, total = 48_200u))),
        get("installing", way(met.copy(isAuthorised = true, received = 48_200u, total = 48_200u, isInstalling = true))),
        get("denied", way(met.copy(trouble = denied))),
        get(
            "lost-link",
            way(
                met.copy(
                    isAuthorised = true,
                    received = 21_504u,
                    total = 48_200u,
                    trouble = unreachable.copy(key = "kiosk.lost", title = "The kiosk was lost"),
                ),
            ),
        ),
        get("first-pin", GetStep.FirstPin(island.iccid)),
        get("done", GetStep.Done(asia.copy(resultWaits = true), false)),
        get(
            "proposal",
            GetStep.Proposal(
                ProposalInfo(island.iccid, "Nord Mobile", "A month", listOf("It can't be deleted while it is enabled."), true, true),
                "12",
            ),
        ),
        account("none", AccountStep.Home(here(null))),
        account("home", AccountStep.Home(here(account))),
        account("sheet-waits", AccountStep.Home(here(account.copy(unsynced = 3u, sheetWaits = true))), offline),
        account("sign-up", AccountStep.SignUp(typed), weak),
        account("sheet", AccountStep.Sheet(sheet)),
        account("sign-in", AccountStep.SignIn(typed)),
        account("asked", AccountStep.Asked()),
        account("asked-code", AccountStep.Asked("481 057")),
        account("approve-none", AccountStep.Approve(here(emptyList()))),
        account("approve", AccountStep.Approve(here(listOf(WaitingDevice(ByteArray(0), "Tablet", NOW + 600u))))),
        account("approve-code", AccountStep.Approve(Load.Busy, WaitingDevice(ByteArray(0), "Tablet", NOW), "481 057")),
        account("devices", AccountStep.Devices(here(listOf(mine, old, gone)))),
        account("take-out", AccountStep.Devices(here(listOf(mine, old)), old)),
        account(
            "family",
            AccountStep.Family(
                here(
                    FamilyView(
                        listOf(TieInfo("Ben", "ben@example.org", true, "linked", rights)),
                        listOf(SeenSim("Ben", asia.iccid, "Sued Telecom", "Asia")),
                    ),
                ),
            ),
        ),
        account("invitation", AccountStep.Family(here(FamilyView(emptyList(), emptyList())), "K7Q2-9XRM-4TBA")),
        account("password", AccountStep.Password("old", "new")),
        account("offline", AccountStep.Devices(Load.Failed(offline))),
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
        lost("copy", LostStep.Confirm(old, Deed.Copy, iccid = island.iccid, sims = theirs)),
        lost("overwrite", LostStep.Confirm(old, Deed.Overwrite, iccid = island.iccid, sims = theirs.take(1))),
        lost("ordered", LostStep.Order(old, waiting)),
        lost("overdue", LostStep.Order(old, locked.copy(state = "overdue"))),
        lost("obeyed", LostStep.Order(old, erased)),
        lost("receipt", LostStep.Receipt(old, erased)),
        lost("moving", LostStep.Moving(old, Deed.Copy, listOf(MoveStep.Ordered("Ann's phone"), MoveStep.Waits("Old phone")))),
        Picture("locked") { LockedScreen() },
        Picture("wiped-owes") { WipedScreen(true) },
        Picture("wiped") { WipedScreen(false) },
        Picture("where") { WhereScreen(facts, false) },
        Picture("diagnostics") { DiagnosticsScreen(here(findings), REPORT) },
        Picture("diagnostics-looking") { DiagnosticsScreen(Load.Busy, null) },
        Picture("more") { MoreScreen(listOf(RootInfo("E3418C92E2385EF9A8A6C4AD21E0883465A78B4D", "Nord Mobile")), LocalLanguage.current) },
    )
