package app.landfall.phone.model

import androidx.compose.runtime.getValue
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

    /** A code, scanned or typed: a kiosk's, or an activation code. */
    data class Code(
        val text: String = "",
    ) : GetStep

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

/** Nothing asked for. */
val anything = SelectionData(null, null, null, emptyList())
