import LandfallKit
import SwiftUI

/// A kiosk's offers, and what is asked of them.
struct OffersView: View {
    @State var model: GetSimModel
    @State private var filtering = false
    @State private var countries = ""
    @State private var limit = ""
    @State private var name = ""
    @State private var rate = ""

    var body: some View {
        Fetched(value: model.offers, waiting: say("ReadingOffers"), again: model.look) { offers in
            List {
                TroubleRow(trouble: model.trouble)
                if let visit = model.visit { Text(say("Proved", visit.kiosk(), visit.operator())).foregroundStyle(.secondary) }
                if offers.isEmpty { Empty(title: say("NoOffers"), why: say("NoOffersWhy"), image: "tray") }
                ForEach(offers) { offer in
                    NavigationLink {
                        OfferView(model: model, offer: offer)
                    } label: {
                        OfferRow(offer: offer)
                    }
                }
            }
        }
        // Also where the kiosk has nothing that meets what is wanted.
        .toolbar {
            ToolbarItem(placement: .cancellationAction) { Button(say("Close")) { model.leave() } }
            ToolbarItem(placement: .topBarTrailing) { Button(say("Filter")) { filtering = true } }
        }
        .sheet(isPresented: $filtering) {
            Form {
                TextField(say("CountriesHint"), text: $countries).accessibilityLabel(say("Countries"))
                TextField(say("Operator"), text: $name)
                TextField(say("MostPriceHint"), text: $limit).accessibilityLabel(say("MostPrice"))
                TextField(say("LeastRate"), text: $rate).keyboardType(.numberPad)
                Text(say("LeastRateHint")).font(.footnote)
                Action(say("ShowOffers")) {
                    model.wanted.countries = countries.uppercased().split(separator: " ").map(String.init)
                    model.wanted.operator = name.isEmpty ? nil : name
                    model.wanted.tariffLimit = limit.isEmpty ? nil : limit
                    model.wanted.megabits = UInt32(rate)
                    filtering = false
                    await model.look()
                }
                if model.filtered {
                    Action(say("ShowAll")) {
                        (countries, limit, name, rate) = ("", "", "", "")
                        filtering = false
                        await model.lookAtAll()
                    }
                }
            }
        }
    }
}

private struct OfferRow: View {
    let offer: OfferInfo

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(offer.name).font(.headline)
            Text(verbatim: "\(offer.price) · \(offer.data) · \(say("Days", String(offer.validityDays)))").font(.subheadline)
            if !offer.usable { Text(say("NotHere")).font(.caption).foregroundStyle(.red) }
        }
        .accessibilityElement(children: .combine)
    }
}

/// All that a user is told before agreeing.
struct OfferView: View {
    let model: GetSimModel
    let offer: OfferInfo
    @State private var voucher = ""

    var body: some View {
        List {
            TroubleRow(trouble: model.trouble)
            Section {
                Fact(say("Operator"), offer.operator)
                Fact(say("WorksIn"), offer.countries.joined(separator: ", "))
                Fact(say("Data"), offer.data)
                Fact(say("Validity"), say("DaysFromUse", String(offer.validityDays)))
                Fact(say("Rate"), "\(offer.networkRate / 1000) Mbit/s")
                Fact(say("Apn"), offer.apn.isEmpty ? say("ApnByNetwork") : offer.apn)
                Fact(say("WillWork"), offer.works)
                Fact(say("WhoAgrees"), offer.agrees)
            }
            if !offer.lacks.isEmpty {
                Section(say("Lacks")) { ForEach(offer.lacks.map(Need.init)) { Text($0.shown).foregroundStyle(.red) } }
            }
            if !offer.unknown.isEmpty {
                Section(say("Unknown")) { ForEach(offer.unknown.map(Need.init)) { Text($0.shown) } }
            }
            Section {
                if offer.authorisation == "voucher" { TextField(say("Voucher"), text: $voucher) }
                Text(verbatim: offer.price).font(.title)
                Text(say("AgreeWhy")).font(.footnote)
                Action(say("Agree"), busy: model.busy || !offer.usable) {
                    await model.acquire(offer.classId, voucher: voucher.isEmpty ? nil : voucher)
                }
            }
        }
        .navigationTitle(offer.name)
    }
}

extension OfferInfo {
    var data: String { dataMegabytes.map { bytes($0 * 1_000_000) } ?? say("Unlimited") }

    var agrees: String {
        switch authorisation {
        case "free": say("AgreesFree")
        case "voucher": say("AgreesVoucher")
        case "till": say("AgreesTill")
        default: say("AgreesAttendant")
        }
    }
}

/// What an offer needs.
private struct Need: Identifiable {
    let id: String

    var shown: String {
        switch id {
        case "bands": say("NeedBands")
        case "carrier_lock": say("NeedNoLock")
        case "secure_storage": say("NeedStorage")
        default: say("NeedOther")
        }
    }
}
