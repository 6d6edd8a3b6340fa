package app.landfall.phone.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Brush
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.landfall.core.LinkKind
import app.landfall.core.NearbyKiosk
import app.landfall.core.OfferInfo
import app.landfall.core.SelectionData
import app.landfall.core.SimInfo
import app.landfall.core.Trouble
import app.landfall.core.Unfinished
import app.landfall.phone.look.Body
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Fact
import app.landfall.phone.look.Field
import app.landfall.phone.look.Gap
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.Pill
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.SmallButton
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.look.Typed
import app.landfall.phone.look.Waiting
import app.landfall.phone.look.cardColours
import app.landfall.phone.model.GetStep
import app.landfall.phone.model.anything
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.country
import app.landfall.phone.words.megabytes
import app.landfall.phone.words.rate
import app.landfall.phone.words.say
import app.landfall.phone.words.text

/** *Get a SIM here*: where the user is. */
@Composable
fun GetScreen(
    step: GetStep,
    unfinished: List<Unfinished> = emptyList(),
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    canScan: Boolean = true,
    on: GetActions = object : GetActions {},
) {
    when (step) {
        is GetStep.Find -> {
            FindScreen(step, unfinished, trouble, canScan, on)
        }

        is GetStep.Code -> {
            CodeScreen(step, trouble, isBusy, canScan, on)
        }

        is GetStep.Connect -> {
            Screen(say(Say.GetSimHere), {
                on.begin()
            }) { Waiting(if (step.to.isEmpty()) say(Say.ConnectingKiosk) else say(Say.Connecting, step.to)) }
        }

        is GetStep.Offers -> {
            if (step.isFiltering) FilterScreen(step, on) else OffersScreen(step, on)
        }

        is GetStep.Offer -> {
            OfferScreen(step, on)
        }

        is GetStep.Proposal -> {
            ProposalScreen(step, on)
        }

        is GetStep.Way -> {
            WayScreen(step, on)
        }

        is GetStep.FirstPin -> {
            PinScreen(PinTask.First, trouble, isBusy, onBack = null) { _, new -> on.setPin(step.copy(pin = new)) }
        }

        is GetStep.Done -> {
            DoneScreen(step, trouble, isBusy, on)
        }
    }
}

/** What the user does in *Get a SIM here*. */
interface GetActions {
    fun begin() {}

    fun search() {}

    fun typeCode() {}

    fun scan() {}

    fun paste(): String? = null

    fun useCode(text: String) {}

    fun visit(kiosk: NearbyKiosk) {}

    fun show(step: GetStep) {}

    fun filter(selection: SelectionData) {}

    fun backToOffers() {}

    fun agree(
        offer: OfferInfo,
        voucher: String,
    ) {}

    fun answer(
        isWanted: Boolean,
        code: String,
    ) {}

    fun stop(reject: Boolean) {}

    fun retry() {}

    fun goOn(begun: Unfinished) {}

    fun giveUp(begun: Unfinished) {}

    fun setPin(step: GetStep.FirstPin) {}

    fun enable(sim: SimInfo) {}

    fun where() {}

    fun mySims() {}
}

@Composable
private fun FindScreen(
    step: GetStep.Find,
    unfinished: List<Unfinished>,
    trouble: Trouble?,
    canScan: Boolean,
    on: GetActions,
) = Screen(
    say(Say.GetSimHere),
    bottom = {
        if (canScan) {
            MainButton(say(Say.ScanCode), "scan", sign = Sign.Scan) { on.scan() }
            QuietButton(say(Say.TypeCode), "type-code") { on.typeCode() }
        } else {
            MainButton(say(Say.TypeCode), "type-code", sign = Sign.Scan) { on.typeCode() }
        }
    },
) {
    Body(say(Say.GetWhy))
    unfinished.forEach { UnfinishedNote(it, { on.giveUp(it) }) { on.goOn(it) } }
    if (trouble != null) TroubleNote(trouble) { on.retry() }
    Row(verticalAlignment = Alignment.CenterVertically) {
        Box(Modifier.weight(1f)) { Heading(say(Say.KiosksNear)) }
        SmallButton(say(Say.SearchAgain), "search") { on.search() }
    }
    Loaded(step.kiosks, say(Say.Searching), { on.search() }) { kiosks ->
        if (kiosks.isEmpty()) Nothing(Sign.Kiosk, say(Say.NoKiosks), say(Say.NoKiosksWhy))
        kiosks.forEach { kiosk -> KioskRow(kiosk) { on.visit(kiosk) } }
    }
}

@Composable
private fun KioskRow(
    kiosk: NearbyKiosk,
    onClick: () -> Unit,
) = Rows {
    Row(
        Modifier
            .fillMaxWidth()
            .clickable(role = Role.Button, onClick = onClick)
            .testTag("kiosk-${kiosk.name}")
            .semantics(mergeDescendants = true) {}
            .padding(Space.large),
        horizontalArrangement = Arrangement.spacedBy(Space.large),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Sign.Kiosk.Draw(Modifier.size(30.dp), tint = MaterialTheme.colorScheme.primary)
        Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(Space.hair)) {
            Text(kiosk.name, style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
            if (kiosk.operator.isNotEmpty()) {
                Text(kiosk.operator, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
            Text(
                kiosk.links.map { say(link(it)) }.joinToString(" · "),
                style = MaterialTheme.typography.bodyMedium,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
            )
            if (!kiosk.trusted) Pill(say(Say.NotTrusted), Tone.Care)
        }
        Sign.Next.Draw(Modifier.size(16.dp), tint = MaterialTheme.colorScheme.outline)
    }
}

private fun link(kind: LinkKind): Say =
    when (kind) {
        LinkKind.WIFI -> Say.LinkWifi
        LinkKind.WIFI_DIRECT -> Say.LinkDirect
        LinkKind.BLUETOOTH -> Say.LinkBlue
        LinkKind.NFC -> Say.LinkNfc
    }

@Composable
private fun CodeScreen(
    step: GetStep.Code,
    trouble: Trouble?,
    isBusy: Boolean,
    canScan: Boolean,
    on: GetActions,
) = Screen(
    say(Say.AddByCode),
    { on.begin() },
    bottom = {
        MainButton(say(Say.Continue), "use-code", enabled = step.text.isNotBlank(), isBusy = isBusy) { on.useCode(step.text) }
        if (canScan) QuietButton(say(Say.ScanCode), "scan") { on.scan() }
        QuietButton(say(Say.Paste), "paste") { on.paste()?.let { on.show(step.copy(text = it)) } }
    },
) {
    Body(say(Say.CodeWhy))
    if (trouble != null) TroubleNote(trouble)
    Field(say(Say.Code), step.text, "code", Typed.Code, say(Say.CodeHint), lines = 3) { on.show(step.copy(text = it)) }
}

@Composable
private fun OffersScreen(
    step: GetStep.Offers,
    on: GetActions,
) = Screen(
    step.kiosk,
    { on.begin() },
    bottom = { OtherButton(say(Say.Filter), "filter", sign = Sign.Filter) { on.show(step.copy(isFiltering = true)) } },
) {
    Note(say(Say.Proved, step.kiosk, step.operator), Tone.Well, tag = "proved")
    Filters(step.selection) { on.filter(anything) }
    Loaded(step.offers, say(Say.ReadingOffers), { on.filter(step.selection) }) { offers ->
        if (offers.isEmpty()) Nothing(Sign.Sim, say(Say.NoOffers), say(Say.NoOffersWhy))
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
            selection.networkRate?.let { say(Say.AtLeast, rate(it)) },
            selection.tariffLimit?.let { say(Say.AtMost, it) },
        )
    if (asked.isEmpty()) return
    Note(asked.joinToString(" · "), title = say(Say.FilteredBy), sign = Sign.Filter, tag = "filtered") {
        SmallButton(say(Say.ShowAll), "clear-filter", onClear)
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
                if (offer.lacks.isNotEmpty()) Pill(say(Say.NotHere), Tone.Grave)
            }
        }
    }
}

@Composable
private fun data(offer: OfferInfo): String = offer.dataMegabytes?.let { megabytes(it) } ?: say(Say.Unlimited)

@Composable
private fun days(offer: OfferInfo): String = if (offer.validityDays == 1u) say(Say.Day) else say(Say.Days, offer.validityDays)

/** The filters of a service selection. */
@Composable
private fun FilterScreen(
    step: GetStep.Offers,
    on: GetActions,
) {
    val asked = step.selection
    var countries by remember { mutableStateOf(asked.countries.joinToString(" ")) }
    var operator by remember { mutableStateOf(asked.operator.orEmpty()) }
    var limit by remember { mutableStateOf(asked.tariffLimit.orEmpty()) }
    var rate by remember { mutableStateOf(asked.networkRate?.let { (it / 1_000u).toString() }.orEmpty()) }
    Screen(
        say(Say.Filter),
        { on.show(step.copy(isFiltering = false)) },
        bottom = {
            MainButton(say(Say.ShowOffers), "apply-filter") {
                val area = countries.uppercase().split(' ', ',', '，').filter { it.isNotBlank() }
                on.filter(SelectionData(rate.toUIntOrNull()?.times(1_000u), operator.trim().ifEmpty { null }, limit.trim().ifEmpty { null }, area))
            }
        },
    ) {
        Field(say(Say.Countries), countries, "filter-countries", Typed.Code, say(Say.CountriesHint)) { countries = it }
        Field(say(Say.Operator), operator, "filter-operator") { operator = it }
        Field(say(Say.MostPrice), limit, "filter-limit", Typed.Code, say(Say.MostPriceHint)) { limit = it }
        Field(say(Say.LeastRate), rate, "filter-rate", Typed.Digits, say(Say.LeastRateHint)) { rate = it }
    }
}

/** All that is said before the user agrees. */
@Composable
private fun OfferScreen(
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
                say(Say.Agree),
                "agree",
                enabled = !asksVoucher || step.voucher.isNotBlank(),
                sign = Sign.Tick,
            ) { on.agree(offer, step.voucher) }
            QuietButton(say(Say.OtherOffers), "other-offers") { on.backToOffers() }
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
            Fact(say(Say.Operator), offer.operator)
            Fact(say(Say.WorksIn), offer.countries.joinToString { language.country(it) })
            Fact(say(Say.Data), data(offer))
            Fact(say(Say.Validity), say(Say.FromUse, days(offer)))
            Fact(say(Say.Rate), say(Say.UpTo, rate(offer.networkRate)))
            Fact(say(Say.Apn), offer.apn.ifEmpty { say(Say.ApnByNetwork) })
            Fact(say(Say.WillWork), offer.works.ifEmpty { say(Say.NotSaid) })
            if (offer.bands.isNotEmpty()) Fact(say(Say.Bands), offer.bands.joinToString())
            Fact(say(Say.WhoAgrees), say(who(offer.authorisation)))
        }
        if (asksVoucher) Field(say(Say.Voucher), step.voucher, "voucher", Typed.Code) { on.show(step.copy(voucher = it)) }
        Text(say(Say.AgreeWhy), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    }
}

/** What the offer needs that this phone lacks, or of which it does not tell. */
@Composable
private fun Needs(offer: OfferInfo) {
    if (offer.lacks.isNotEmpty()) {
        Note(offer.lacks.map { say(need(it)) }.joinToString("\n"), Tone.Grave, say(Say.Lacks), tag = "lacks")
    }
    if (offer.unknown.isNotEmpty()) {
        Note(offer.unknown.map { say(need(it)) }.joinToString("\n"), Tone.Care, say(Say.Unknown), tag = "unknown")
    }
    if (offer.lacks.isEmpty() && offer.unknown.isEmpty()) Note(say(Say.FitsWhy), Tone.Well, tag = "fits")
}

private fun need(what: String): Say =
    when (what) {
        "bands" -> Say.NeedBands
        "carrier_lock" -> Say.NeedNoLock
        "secure_storage" -> Say.NeedStorage
        else -> Say.NeedOther
    }

private fun who(authorisation: String): Say =
    when (authorisation) {
        "free" -> Say.AgreesFree
        "voucher" -> Say.AgreesVoucher
        "till" -> Say.AgreesTill
        else -> Say.AgreesAttendant
    }

/** A server's offer: what it is, its rules, a confirmation code where one is asked for. */
@Composable
private fun ProposalScreen(
    step: GetStep.Proposal,
    on: GetActions,
) {
    val offered = step.proposal
    Screen(
        say(Say.ProposalTitle),
        bottom = {
            MainButton(
                say(Say.Install),
                "agree",
                enabled = !offered.needsCode || step.code.isNotBlank(),
                sign = Sign.Tick,
            ) { on.answer(true, step.code) }
            QuietButton(say(Say.NotWanted), "not-wanted") { on.answer(false, "") }
        },
    ) {
        Panel {
            Fact(say(Say.Operator), offered.operator)
            Fact(say(Say.Name), offered.name)
            Fact(say(Say.SimNumber), offered.iccid)
        }
        if (offered.rules.isNotEmpty()) Note(offered.rules.joinToString("\n"), Tone.Care, say(Say.Rules))
        if (offered.needsCode) {
            Field(
                say(Say.ConfirmCode),
                step.code,
                "confirmation",
                Typed.Code,
                say(Say.ConfirmCodeHint),
                if (offered.codeRefused) say(Say.CodeRefused) else null,
            ) { on.show(step.copy(code = it)) }
        }
    }
}

/** What to do once the SIM is here. */
@Composable
private fun DoneScreen(
    step: GetStep.Done,
    trouble: Trouble?,
    isBusy: Boolean,
    on: GetActions,
) = Screen(
    say(Say.DoneTitle),
    bottom = {
        if (step.sim.enabled) {
            MainButton(say(Say.ToMySims), "to-sims", sign = Sign.Sim) { on.mySims() }
        } else {
            MainButton(say(Say.UseSim), "use-now", isBusy = isBusy, sign = Sign.Tick) { on.enable(step.sim) }
            QuietButton(say(Say.Later), "to-sims") { on.mySims() }
        }
    },
) {
    SimCard(step.sim)
    if (trouble != null) TroubleNote(trouble)
    if (!step.isReported) Note(say(Say.ResultWaitsWhy), Tone.Care)
    Heading(say(Say.WhatNext))
    Rows {
        LineRow(say(Say.NextUse), "next-use", Sign.Tick, say(if (step.sim.enabled) Say.NextUsed else Say.NextUseWhy))
        LineRow(say(Say.WhereUsed), "next-where", Sign.Info, say(Say.NextWhere)) { on.where() }
        LineRow(say(Say.NextAccount), "next-account", Sign.Cloud, say(Say.NextAccountWhy))
    }
}
