package app.landfall.phone.model

import app.landfall.core.NearbyKiosk
import app.landfall.core.OfferInfo
import app.landfall.core.ProposalInfo
import app.landfall.core.SelectionData
import app.landfall.core.SimInfo

/** Where the user is on the way to a SIM. */
sealed interface GetStep {
    /** Kiosks near by, as far as they were found. */
    data class Find(
        val kiosks: Load<List<NearbyKiosk>> = Load.Busy,
    ) : GetStep

    /** A code, scanned or typed: a kiosk's, or an activation code, whose SIM goes [into] one of the [places] that there are. */
    data class Code(
        val text: String = "",
        val into: Into = Into.Software,
        val places: List<Into> = listOf(Into.Software),
    ) : GetStep

    /** The phone is to be held to a kiosk. */
    data object Touching : GetStep

    data class Connect(
        val to: String,
    ) : GetStep

    data class Offers(
        val kiosk: String,
        val operator: String,
        val offers: Load<List<OfferInfo>>,
        val selection: SelectionData,
        val isFiltering: Boolean = false,
    ) : GetStep

    data class Offer(
        val offer: OfferInfo,
        val voucher: String = "",
    ) : GetStep

    /** A server asks whether what it offers is wanted. */
    data class Proposal(
        val proposal: ProposalInfo,
        val code: String = "",
    ) : GetStep

    data class Way(
        val progress: Progress,
        /** Whether the user asked to stop it, and is asked how. */
        val isStopping: Boolean = false,
    ) : GetStep

    /** The phone's own eSIM has the code; null while that takes its time. */
    data class HandedOver(
        val given: Given?,
    ) : GetStep

    data class FirstPin(
        val iccid: String,
        val pin: String = "",
        val again: String = "",
    ) : GetStep

    data class Done(
        val sim: SimInfo,
        val isReported: Boolean,
    ) : GetStep
}

/** Where the SIM of an activation code goes. */
sealed interface Into {
    /** This app's software card. */
    data object Software : Into

    /** The eUICC in this reader. */
    data class Removable(
        val reader: String,
    ) : Into

    /** The phone's own eSIM. */
    data object OwnEsim : Into
}

/** Whether it is an activation code, and no kiosk's. */
fun isActivation(text: String): Boolean = text.trim().let { it.startsWith("LPA:", ignoreCase = true) || it.startsWith("1$") }

/** Nothing asked for. */
val anything = SelectionData(null, null, null, emptyList())
