package app.landfall.phone.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Brush
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import app.landfall.core.OfferInfo
import app.landfall.core.SelectionData
import app.landfall.phone.look.Field
import app.landfall.phone.look.Gap
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.Pill
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.SmallButton
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.look.cardColours
import app.landfall.phone.model.GetStep
import app.landfall.phone.model.anything
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.country
import app.landfall.phone.words.megabytes
import app.landfall.phone.words.rate
import app.landfall.phone.words.say

@Composable
internal fun OffersScreen(
    step: GetStep.Offers,
    on: GetActions,
) = Screen(
    step.kiosk,
    { on.begin() },
    bottom = { OtherButton(say(SayGet.Filter), "filter", sign = Sign.Filter) { on.show(step.copy(isFiltering = true)) } },
) {
    Note(say(SayGet.Proved, step.kiosk, step.operator), Tone.Well, tag = "proved")
    Filters(step.selection) { on.filter(anything) }
    Loaded(step.offers, say(SayGet.ReadingOffers), { on.filter(step.selection) }) { offers ->
        if (offers.isEmpty()) Nothing(Sign.Sim, say(SayGet.NoOffers), say(SayGet.NoOffersWhy))
        offers.forEach { offer -> OfferRow(offer) { on.show(GetStep.Offer(offer)) } }
    }
}

@Composable
private fun Filters(
    selection: SelectionData,
    onClear: () -> Unit,
) {
    val language = LocalLanguage.current
    val asked =
        listOfNotNull(
            selection.countries.takeIf { it.isNotEmpty() }?.joinToString { language.country(it) },
            selection.operator,
            selection.networkRate?.let { say(SayGet.AtLeast, rate(it)) },
            selection.tariffLimit?.let { say(SayGet.AtMost, it) },
        )
    if (asked.isEmpty()) return
    Note(asked.joinToString(" · "), title = say(SayGet.FilteredBy), sign = Sign.Filter, tag = "filtered") {
        SmallButton(say(SayGet.ShowAll), "clear-filter", onClear)
    }
}

@Composable
private fun OfferRow(
    offer: OfferInfo,
    onClick: () -> Unit,
) {
    val language = LocalLanguage.current
    Surface(
        Modifier.fillMaxWidth().testTag("offer-${offer.classId}").semantics(mergeDescendants = true) {},
        shape = MaterialTheme.shapes.large,
        color = MaterialTheme.colorScheme.surface,
    ) {
        Column(Modifier.clickable(role = Role.Button, onClick = onClick)) {
            Row(
                Modifier
                    .fillMaxWidth()
                    .background(
                        Brush.linearGradient(cardColours(offer.operator)),
                    ).padding(horizontal = Space.large, vertical = Space.small),
            ) { Text(offer.operator, style = MaterialTheme.typography.labelLarge, color = Color.White) }
            Column(Modifier.padding(Space.large), verticalArrangement = Arrangement.spacedBy(Space.hair)) {
                Text(offer.name, style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onSurface)
                Text(
                    offer.countries.joinToString { language.country(it) },
                    style = MaterialTheme.typography.bodyMedium,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                )
                Text(
                    "${data(offer)} · ${days(offer)} · ${rate(offer.networkRate)}",
                    style = MaterialTheme.typography.bodyMedium,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                )
                Gap()
                Text(offer.price, style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.primary)
                if (offer.lacks.isNotEmpty()) Pill(say(SayGet.NotHere), Tone.Grave)
            }
        }
    }
}

@Composable
internal fun data(offer: OfferInfo): String = offer.dataMegabytes?.let { megabytes(it) } ?: say(SayGet.Unlimited)

@Composable
internal fun days(offer: OfferInfo): String = if (offer.validityDays == 1u) say(SayGet.Day) else say(SayGet.Days, offer.validityDays)

/** The filters of a service selection. */
@Composable
internal fun FilterScreen(
    step: GetStep.Offers,
    on: GetActions,
) {
    val asked = step.selection
    var countries by remember { mutableStateOf(asked.countries.joinToString(" ")) }
    var operator by remember { mutableStateOf(asked.operator.orEmpty()) }
    var limit by remember { mutableStateOf(asked.tariffLimit.orEmpty()) }
    var rate by remember { mutableStateOf(asked.networkRate?.let { (it / 1_000u).toString() }.orEmpty()) }
    Screen(
        say(SayGet.Filter),
        { on.show(step.copy(isFiltering = false)) },
        bottom = {
            MainButton(say(SayGet.ShowOffers), "apply-filter") {
                val area = countries.uppercase().split(' ', ',', '，', '、', '/', ';').filter { it.isNotBlank() }
                on.filter(SelectionData(rate.toUIntOrNull()?.times(1_000u), operator.trim().ifEmpty { null }, limit.trim().ifEmpty { null }, area))
            }
        },
    ) {
        Field(say(SayGet.Countries), countries, "filter-countries", Typed.Code, say(SayGet.CountriesHint)) { countries = it }
        Field(say(SayGet.Operator), operator, "filter-operator") { operator = it }
        Field(say(SayGet.MostPrice), limit, "filter-limit", Typed.Code, say(SayGet.MostPriceHint)) { limit = it }
        Field(say(SayGet.LeastRate), rate, "filter-rate", Typed.Digits, say(SayGet.LeastRateHint)) { rate = it }
    }
}
