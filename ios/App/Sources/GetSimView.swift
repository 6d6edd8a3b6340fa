import LandfallKit
import SwiftUI

/// *Get a SIM here*: kiosks, offers, consent, progress.
struct GetSimView: View {
    @State var model: GetSimModel
    let landfall: Landfall
    @State private var typed = ""
    @State private var scanning = false
    @State private var nfc = NfcStart()

    var body: some View {
        NavigationStack {
            Group {
                if let acquiring = model.acquiring {
                    AcquiringView(acquiring: acquiring, landfall: landfall) { model.leave() }
                } else if let code = model.activationCode {
                    AddByCodeView(model: AddByCodeModel(landfall, code: code), landfall: landfall)
                        .toolbar {
                            ToolbarItem(placement: .cancellationAction) { Button(say("Close")) { model.leave() } }
                        }
                } else if model.visit != nil {
                    OffersView(model: model)
                } else {
                    kiosks
                }
            }
            .navigationTitle(say("GetSimHere"))
        }
    }

    private var kiosks: some View {
        List {
            TroubleRow(trouble: model.trouble)
            Text(say("GetWhy")).foregroundStyle(.secondary)
            Section(say("KiosksNear")) {
                Fetched(value: model.kiosks, waiting: say("Searching"), again: find) { kiosks in
                    if kiosks.isEmpty {
                        Empty(title: say("NoKiosks"), why: say("NoKiosksWhy"), image: "dot.radiowaves.left.and.right")
                    }
                    ForEach(kiosks) { kiosk in
                        Button {
                            Task { await model.go(to: kiosk) }
                        } label: {
                            KioskRow(kiosk: kiosk)
                        }
                        .disabled(model.busy)
                    }
                }
                Action(say("SearchAgain"), busy: model.busy, does: find)
            }
            Section {
                Action(say("ScanCode"), busy: model.busy) { scanning = true }
                if NfcStart.isSupported {
                    Action(say("HoldToKiosk"), busy: model.busy, does: hold)
                    Text(say("HoldToKioskWhy")).font(.footnote)
                }
                TextField(say("CodeHint"), text: $typed).accessibilityLabel(say("Code"))
                Action(say("Continue"), busy: model.busy) { await model.go(typed: typed) }.disabled(typed.isEmpty)
            }
        }
        .task { await find() }
        .sheet(isPresented: $scanning) {
            Scanner { text in
                scanning = false
                Task { await model.go(typed: text) }
            }
        }
    }

    private func find() async {
        await model.find()
    }

    private func hold() async {
        guard let code = await nfc.code(prompt: say("HoldNow")) else { return }
        await model.go(typed: code)
    }
}

private struct KioskRow: View {
    let kiosk: NearbyKiosk

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(kiosk.name).font(.headline)
            if !kiosk.operator.isEmpty { Text(kiosk.operator).font(.subheadline) }
            Text(kiosk.links.map(\.shown).joined(separator: " · ")).font(.caption).foregroundStyle(.secondary)
            if !kiosk.trusted { Text(say("NotTrusted")).font(.caption).foregroundStyle(.red) }
        }
        .accessibilityElement(children: .combine)
    }
}

extension LinkKind {
    var shown: String {
        switch self {
        case .wifi: say("LinkWifi")
        case .wifiDirect: say("LinkDirect")
        case .bluetooth: say("LinkBlue")
        case .nfc: say("LinkNfc")
        }
    }
}
