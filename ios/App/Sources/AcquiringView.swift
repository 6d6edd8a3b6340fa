import LandfallKit
import SwiftUI

/// A SIM on its way: what was done, what waits, and what to do next.
struct AcquiringView: View {
    let acquiring: Acquiring
    let landfall: Landfall
    let close: @MainActor () -> Void
    @State private var stopping = false

    var body: some View {
        List {
            if let gained = acquiring.gained {
                Label(say("DoneTitle"), systemImage: "checkmark.circle.fill").font(.headline)
                if !gained.reported { Text(say("ResultWaitsWhy")) }
                if let iccid = gained.iccid { NextSteps(model: NextStepsModel(landfall, iccid: iccid)) }
                Action(say("ToMySims")) { close() }
            } else if let trouble = acquiring.trouble {
                TroubleRow(trouble: trouble)
                Action(say("OtherOffers")) { close() }
            } else {
                progress
                Text(say("WaySafe")).font(.footnote)
                if acquiring.progress.canBeStopped {
                    Action(say("Stop"), role: .cancel) { stopping = true }
                }
            }
        }
        .navigationTitle(say("WayTitle"))
        .confirmationDialog(say("StopWhy"), isPresented: $stopping, titleVisibility: .visible) {
            Action(say("PutOff")) { acquiring.postpone() }
            Action(say("NotWanted"), role: .destructive) { acquiring.reject() }
        }
    }

    @ViewBuilder private var progress: some View {
        let now = acquiring.progress
        if let from = now.from { Fact(say("WayConnected"), from) }
        switch now.phase {
        case .connecting: Waiting(say("ConnectingKiosk"))
        case .reserved: Text(say("Reserved", String((now.leaseSeconds ?? 0) / 60)))
        case .waiting(let who, let code):
            Text(say(who == "till" ? "WaitTill" : "WaitAttendant"))
            Text(code).font(.largeTitle).monospaced().accessibilityLabel(code.map(String.init).joined(separator: " "))
        case .fetching:
            ProgressView(value: now.fraction).accessibilityLabel(say("WayReceived"))
            Text(now.total.map { say("BytesOf", bytes(now.received), bytes($0)) } ?? bytes(now.received))
        case .installing: Waiting(say("Install"))
        case .installed: Text(say("WayInstalled"))
        }
    }
}

/// What to do next: PIN, use, and where it can be used.
private struct NextSteps: View {
    @State var model: NextStepsModel
    @State private var pin = ""
    @State private var again = ""

    var body: some View {
        Section(say("WhatNext")) {
            TroubleRow(trouble: model.trouble)
            if !model.pinIsSet {
                Text(say("FirstPinWhy"))
                DigitsField(say("NewPin"), text: $pin)
                DigitsField(say("PinAgain"), text: $again)
                Text(again.isEmpty || pin == again ? say("PinHint") : say("NotTheSame")).font(.footnote)
                Action(say("SetPin"), busy: model.busy || pin.isEmpty || pin != again) {
                    await model.setFirstPin(pin)
                    (pin, again) = ("", "")
                }
            } else if model.inUse {
                Text(say("NextUsed"))
            } else {
                Action(say("NextUse"), busy: model.busy) { await model.use() }
                Text(say("NextUseWhy")).font(.footnote)
            }
            NavigationLink(say("WhereUsed")) { PlacesView() }
        }
        .task { await model.refresh() }
    }
}
