package app.landfall.phone

import app.landfall.core.LinkKind
import app.landfall.core.NearbyKiosk
import app.landfall.core.OfferInfo
import app.landfall.core.PolicyRule
import app.landfall.core.ProposalInfo
import app.landfall.core.SelectionData
import app.landfall.core.Trouble
import app.landfall.core.Unfinished
import app.landfall.phone.model.GetStep
import app.landfall.phone.model.Given
import app.landfall.phone.model.Into
import app.landfall.phone.model.Load
import app.landfall.phone.model.Progress
import app.landfall.phone.model.anything
import app.landfall.phone.screens.GetScreen
import app.landfall.phone.screens.Tab

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

private fun way(progress: Progress) = GetStep.Way(progress)

private val met = Progress("Nord Mobile", "Gate 7", isConnected = true, leaseSeconds = 900u)

private const val LPA = "LPA:1\$smdp.example.com\$K7Q2-9XRM-4TBA"
private val notAKiosk =
    trouble(
        "kiosk.nfc",
        "Not a kiosk",
        "What was held to the reader is no phone with Landfall, and no kiosk (status 6A82).",
        "Open Landfall on the phone and hold it to the kiosk; take other cards away.",
        false,
    )
private val notACode =
    trouble(
        "code.activation",
        "Not an activation code",
        "An activation code begins with LPA:1\$.",
        "Compare it with the code that you were given, or scan that again.",
        false,
    )

private fun get(
    name: String,
    step: GetStep,
    unfinished: List<Unfinished> = emptyList(),
    trouble: Trouble? = null,
) = Picture("get-$name", Tab.Get) { GetScreen(step, unfinished, trouble, canTouch = true) }

/** *Get a SIM here*. */
internal val getPictures =
    listOf(
        get("searching", GetStep.Find()),
        get("none", GetStep.Find(here(emptyList()))),
        get("kiosks", GetStep.Find(here(kiosks)), listOf(begun)),
        get(
            "offline",
            GetStep.Find(
                Load.Failed(
                    trouble(
                        "kiosk.search",
                        "No search on this network",
                        "This network lets nobody search.",
                        "Join the kiosk's network, or use its start code.",
                    ),
                ),
            ),
        ),
        get("unreachable", GetStep.Find(here(kiosks)), trouble = unreachable),
        get("code", GetStep.Code("LANDFALL:1\$tcp\$192.0.2.7:7788\$E3418C92\$gate-7")),
        get("touch", GetStep.Touching),
        get("touch-other", GetStep.Touching, trouble = notAKiosk),
        get("code-places", GetStep.Code(LPA, Into.Removable("SIM1"), listOf(Into.Software, Into.Removable("SIM1"), Into.OwnEsim))),
        get("code-wrong", GetStep.Code("LPA:2"), trouble = notACode),
        get("handing", GetStep.HandedOver(null)),
        get("handed", GetStep.HandedOver(Given.Done)),
        get("handed-system", GetStep.HandedOver(Given.BySystem)),
        get("handed-failed", GetStep.HandedOver(Given.Failed(10_017))),
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
        get("done-card", GetStep.Done(inCard, true)),
        get("done", GetStep.Done(asia.copy(resultWaits = true), false)),
        get(
            "proposal",
            GetStep.Proposal(
                ProposalInfo(island.iccid, "Nord Mobile", "A month", PolicyRule.entries, true, true),
                "12",
            ),
        ),
    )
