package app.landfall.phone.screens

import androidx.compose.foundation.layout.Row
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import app.landfall.core.OfferInfo
import app.landfall.phone.look.Fact
import app.landfall.phone.look.Field
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Panel
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.model.GetStep
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.country
import app.landfall.phone.words.rate
import app.landfall.phone.words.say

/** All that is said before the user agrees. */
@Composable
internal fun OfferScreen(
    step: GetStep.Offer,
    on: GetActions,
) {
    val offer = step.offer
    val language = LocalLanguage.current
    val asksVoucher = offer.authorisation == "voucher"
    Screen(
        offer.name,
        { on.backToOffers() },
        bottom = {
            MainButton(
                say(SayGet.Agree),
                "agree",
                enabled = !asksVoucher || step.voucher.isNotBlank(),
                sign = Sign.Tick,
            ) { on.agree(offer, step.voucher) }
            QuietButton(say(SayGet.OtherOffers), "other-offers") { on.backToOffers() }
        },
    ) {
        Row(verticalAlignment = Alignment.CenterVertically) {
            Text(
                offer.price,
                Modifier.weight(1f).testTag("price"),
                style = MaterialTheme.typography.displaySmall,
                color = MaterialTheme.colorScheme.primary,
            )
        }
        Needs(offer)
        Panel {
            Fact(say(SayGet.Operator), offer.operator)
            Fact(say(SayGet.WorksIn), offer.countries.joinToString { language.country(it) })
            Fact(say(SayGet.Data), data(offer))
            Fact(say(SayGet.Validity), say(SayGet.FromUse, days(offer)))
            Fact(say(SayGet.Rate), say(SayGet.UpTo, rate(offer.networkRate)))
            Fact(say(SayGet.Apn), offer.apn.ifEmpty { say(SayGet.ApnByNetwork) })
            Fact(say(SayGet.WillWork), offer.works.ifEmpty { say(SayAnywhere.NotSaid) })
            if (offer.bands.isNotEmpty()) Fact(say(SayGet.Bands), offer.bands.joinToString())
            Fact(say(SayGet.WhoAgrees), say(who(offer.authorisation)))
        }
        if (asksVoucher) Field(say(SayGet.Voucher), step.voucher, "voucher", Typed.Code) { on.show(step.copy(voucher = it)) }
        Text(say(SayGet.AgreeWhy), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    }
}

/** What the offer needs that this phone lacks, or of which it does not tell. */
@Composable
private fun Needs(offer: OfferInfo) {
    if (offer.lacks.isNotEmpty()) {
        Note(offer.lacks.map { say(need(it)) }.joinToString("\n"), Tone.Grave, say(SayGet.Lacks), tag = "lacks")
    }
    if (offer.unknown.isNotEmpty()) {
        Note(offer.unknown.map { say(need(it)) }.joinToString("\n"), Tone.Care, say(SayGet.Unknown), tag = "unknown")
    }
    if (offer.lacks.isEmpty() && offer.unknown.isEmpty()) Note(say(SayGet.FitsWhy), Tone.Well, tag = "fits")
}

private fun need(what: String): Say =
    when (what) {
        "bands" -> SayGet.NeedBands
        "carrier_lock" -> SayGet.NeedNoLock
        "secure_storage" -> SayGet.NeedStorage
        else -> SayGet.NeedOther
    }

private fun who(authorisation: String): Say =
    when (authorisation) {
        "free" -> SayGet.AgreesFree
        "voucher" -> SayGet.AgreesVoucher
        "till" -> SayGet.AgreesTill
        else -> SayGet.AgreesAttendant
    }
