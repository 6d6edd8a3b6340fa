package app.landfall.phone

import app.landfall.core.AccountSim
import app.landfall.core.AccountView
import app.landfall.core.DeviceView
import app.landfall.core.Place
import app.landfall.core.Retry
import app.landfall.core.RightsData
import app.landfall.core.SimInfo
import app.landfall.core.Trouble
import app.landfall.core.Unfinished
import app.landfall.phone.model.Credentials
import app.landfall.phone.model.Load

internal const val NOW = 1_796_000_000uL

internal fun sim(
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

internal val island = sim(17, "Nord Mobile", "The island, a week", "Holiday", enabled = true)
internal val asia = sim(25, "Sued Telecom", "Asia, a month", waits = true)
internal val copy = sim(33, "Nord Mobile", "At home", dormant = true)
internal val fresh = sim(41, "Ost Tel", "First hour", needsPin = true)
internal val inCard = sim(58, "Sued Telecom", "Asia, a month", "Abroad", enabled = true).copy(place = Place.REMOVABLE)
internal val ours =
    listOf(island, asia).map { AccountSim(it.iccid, it.operator, it.name, it.nickname, "01", "Ann's phone", true, true) }
internal val theirs =
    listOf(fresh, copy).map { AccountSim(it.iccid, it.operator, it.name, it.nickname, "02", "Old phone", !it.dormant, false) }
internal val begun = Unfinished("b1", "gate-7", "island-week", NOW, null, false)

internal fun trouble(
    key: String,
    title: String,
    explanation: String,
    advice: String,
    again: Boolean = true,
) = Trouble(title, explanation, if (again) Retry.YES else Retry.NO, advice, key)

internal val unreachable =
    trouble(
        "kiosk.unreachable",
        "The kiosk can't be reached",
        "Nobody answers at 192.0.2.7:7788.",
        "Go closer to the kiosk, and look whether Wi-Fi is on.",
    )
internal val offline =
    trouble(
        "cloud.unreachable",
        "The account's server can't be reached",
        "There is no network.",
        "Changes wait here, and are synced once there is one.",
    )
internal val noMatch = trouble("kiosk.refused", "The kiosk says no", "No offer serves FR.", "Ask for less.", false)
internal val denied = trouble("sale.refused", "The sale was not allowed", "The attendant said no: no identity card.", "Choose another offer.", false)
internal val wrongPin = trouble("pin.wrong", "Wrong PIN", "The PIN is wrong; 2 tries are left.", "Type it again.")
internal val weak = trouble("account.weak", "The password is too short", "A password has 10 characters at least.", "Choose a longer one.", false)
internal val keystore = trouble("keystore.locked", "Unlock the phone", "The device is locked.", "Unlock it, then try again.")

internal val typed = Credentials("https://cloud.example.org", "ann@example.org", "seven turtles sail", "Ann's phone")
internal val account = AccountView("ann@example.org", "https://cloud.example.org", "0b1c", 0u, false)
internal val mine = DeviceView("01", "Ann's phone", true, false)
internal val old = DeviceView("02", "Old phone", false, false)
internal val gone = DeviceView("03", "Tablet", false, true)
internal val rights = RightsData(listOf("see", "use"), emptyList(), NOW + 86_400u)
internal val sheet = "LANDFALL RECOVERY SHEET\n\nR8K2-6MWT-03QF-ZX1H\n7D5E-9YVB-4NPG-CA2J\nTQ8S-W1HM-K6XR-05FB"

internal fun <T> here(it: T) = Load.Here(it)
