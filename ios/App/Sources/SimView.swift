import LandfallKit
import SwiftUI

/// One SIM.
struct SimView: View {
    let phone: PhoneModel
    @State var model: SimModel
    let landfall: Landfall
    @State private var sheet: Sheet?
    @State private var deleting = false
    @Environment(\.dismiss) private var dismiss

    enum Sheet: String, Identifiable {
        case firstPin, changePin, unblock, name
        var id: String { rawValue }
    }

    var body: some View {
        List {
            TroubleRow(trouble: model.trouble)
            Section {
                Fact(say("Operator"), model.sim.operator)
                Fact(say("Pin"), pin)
                Fact(say("SimNumber"), model.sim.iccid)
                Fact(say("ChipNumber"), model.sim.eid)
                Fact(say("WhereUsed"), model.sim.place == .software ? say("PlaceSoftware") : say("PlaceRemovable"))
            }
            if model.sim.dormant { Text(say("DormantWhy")) }
            if model.sim.resultWaits { Text(say("ResultWaitsWhy")) }
            Section {
                if model.sim.needsPin {
                    Action(say("FirstPin"), busy: model.busy) { sheet = .firstPin }
                } else if model.sim.dormant {
                    NavigationLink(say("MakeLive")) { MoveView(model: MoveModel(landfall, iccid: model.sim.iccid, aim: .activate, phone: phone)) }
                } else {
                    Action(say(model.sim.enabled ? "StopUsing" : "UseSim"), busy: model.busy) {
                        await model.use(!model.sim.enabled)
                    }
                }
                if model.sim.enabled {
                    Action(say("ChangePin"), busy: model.busy) { sheet = .changePin }
                    Action(say("Unblock"), busy: model.busy) { sheet = .unblock }
                    NavigationLink(say("PhoneBook")) { PhoneBookView(model: model) }
                }
                Action(say("Name"), busy: model.busy) { sheet = .name }
                NavigationLink(say("Activity")) { ActivityView(model: ActivityModel(landfall, iccid: model.sim.iccid)) }
                NavigationLink(say("MoveToOther")) { MoveView(model: MoveModel(landfall, iccid: model.sim.iccid, phone: phone)) }
                NavigationLink(say("WhereUsed")) { PlacesView() }
            }
            Section {
                Action(say("DeleteSim"), busy: model.busy, role: .destructive) { deleting = true }
            }
        }
        .navigationTitle(model.sim.title)
        .task { await model.refresh() }
        .onChange(of: model.gone) { _, gone in
            if gone { dismiss() }
        }
        .sheet(item: $sheet) { PinSheet(model: model, kind: $0) }
        .confirmationDialog(say("DeleteWhy"), isPresented: $deleting, titleVisibility: .visible) {
            Action(say("DeleteForGood"), role: .destructive) { await model.delete() }
        }
    }

    private var pin: String {
        switch model.pin {
        case .required(let tries): say("TriesLeft", String(tries))
        case .off: say("PinOff")
        case .blocked: say("PinBlocked")
        case nil: say(model.sim.needsPin ? "NeedsPin" : "PinWhenUsed")
        }
    }
}

/// PIN, PUK and name are typed here.
private struct PinSheet: View {
    let model: SimModel
    let kind: SimView.Sheet
    @State private var old = ""
    @State private var new = ""
    @State private var again = ""
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        NavigationStack {
            Form {
                TroubleRow(trouble: model.trouble)
                if let tries = model.triesLeft { Text(say("TriesLeft", String(tries))).foregroundStyle(.red) }
                switch kind {
                case .name:
                    TextField(say("Name"), text: $new)
                    Text(say("NameHint")).font(.footnote)
                case .firstPin:
                    Text(say("FirstPinWhy"))
                    twice
                case .changePin:
                    DigitsField(say("OldPin"), text: $old)
                    twice
                case .unblock:
                    Text(say("UnblockWhy"))
                    DigitsField(say("Puk"), text: $old)
                    Text(say("PukHint")).font(.footnote)
                    twice
                }
                Action(say("Save"), busy: model.busy) { await save() }.disabled(!ready)
            }
            .navigationTitle(say(kind == .name ? "Name" : "Pin"))
            .toolbar {
                ToolbarItem(placement: .cancellationAction) { Button(say("Close")) { dismiss() } }
            }
        }
    }

    @ViewBuilder private var twice: some View {
        DigitsField(say("NewPin"), text: $new)
        DigitsField(say("PinAgain"), text: $again)
        Text(again.isEmpty || new == again ? say("PinHint") : say("NotTheSame")).font(.footnote)
    }

    private var ready: Bool {
        kind == .name || (new.count >= 4 && new == again)
    }

    private func save() async {
        switch kind {
        case .name: await model.name(new)
        case .firstPin: await model.setFirstPin(new)
        case .changePin: await model.change(old, to: new)
        case .unblock: await model.unblock(puk: old, new: new)
        }
        if model.trouble == nil { dismiss() }
    }
}
