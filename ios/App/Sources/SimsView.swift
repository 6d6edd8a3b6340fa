import LandfallKit
import SwiftUI

/// *My SIMs*.
struct SimsView: View {
    let phone: PhoneModel
    @State var model: SimsModel
    let landfall: Landfall

    var body: some View {
        NavigationStack {
            Fetched(value: model.sims, waiting: say("ReadingSims"), again: model.refresh) { sims in
                List {
                    TroubleRow(trouble: model.trouble)
                    MendedRows(started: phone.started)
                    UnfinishedSection(phone: phone, model: model, landfall: landfall)
                    if sims.isEmpty {
                        Empty(title: say("NoSims"), why: say("NoSimsWhy"), image: "simcard")
                    }
                    ForEach(sims) { sim in
                        NavigationLink {
                            SimView(phone: phone, model: SimModel(landfall, sim), landfall: landfall)
                        } label: {
                            SimRow(sim: sim)
                        }
                    }
                }
                .refreshable { await model.refresh() }
            }
            .navigationTitle(say("MySims"))
            .toolbar {
                ToolbarItem(placement: .topBarLeading) {
                    NavigationLink {
                        DiagnosticsView(model: DiagnosticsModel(landfall))
                    } label: {
                        Image(systemName: "stethoscope").accessibilityLabel(say("Diagnostics"))
                    }
                }
                ToolbarItem(placement: .topBarTrailing) {
                    NavigationLink {
                        AddByCodeView(model: AddByCodeModel(landfall), landfall: landfall)
                    } label: {
                        Image(systemName: "plus").accessibilityLabel(say("AddByCode"))
                    }
                }
            }
            .task { await model.refresh() }
            .onChange(of: phone.changed) { _, changed in
                guard changed else { return }
                phone.changed = false
                Task { await model.refresh() }
            }
        }
    }
}

/// What the last start went on with.
private struct MendedRows: View {
    let started: Started?

    var body: some View {
        if let started, !started.mended.isEmpty {
            Told(title: say("Mended"), why: started.mended.joined(separator: ", "), image: "checkmark.circle")
        }
        if let started, !started.failed.isEmpty {
            Told(title: say("NotMended"), why: ([say("NotMendedWhy")] + started.failed.map(\.shownWhy)).joined(separator: " "), image: "exclamationmark.circle")
        }
    }
}

private struct UnfinishedSection: View {
    let phone: PhoneModel
    let model: SimsModel
    let landfall: Landfall

    var body: some View {
        if !model.unfinished.isEmpty {
            Section(say("Unfinished")) {
                ForEach(model.unfinished) { one in
                    Text(one.installed == nil ? say("UnfinishedText", one.kiosk ?? say("AServer")) : say("UnfinishedPin"))
                    if let sim = model.sims.value?.first(where: { $0.iccid == one.installed }) {
                        NavigationLink(say("GoOn")) { SimView(phone: phone, model: SimModel(landfall, sim), landfall: landfall) }
                    }
                    Action(say("GiveUp"), busy: model.busy, role: .destructive) { await model.giveUp(one) }
                }
            }
        }
    }
}

private struct SimRow: View {
    let sim: SimInfo

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(sim.title).font(.headline)
            Text(sim.operator).font(.subheadline).foregroundStyle(.secondary)
            Text(state).font(.subheadline)
            Text(say("NumberEnds", String(sim.iccid.suffix(4)))).font(.caption).foregroundStyle(.secondary)
        }
        .accessibilityElement(children: .combine)
    }

    private var state: String {
        if sim.dormant { return say("Dormant") }
        if sim.needsPin { return say("NeedsPin") }
        return sim.enabled ? say("InUse") : say("NotInUse")
    }
}
