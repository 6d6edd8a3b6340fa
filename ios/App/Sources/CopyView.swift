import LandfallKit
import SwiftUI

/// A SIM is copied to a lost phone, or put in the place of one that is there.
struct CopyView: View {
    @State var model: CopyModel
    @State private var asking = false

    var body: some View {
        List {
            if let moving = model.moving { MovingRows(moving: moving) } else { choices }
        }
        .navigationTitle(say(model.overwrites ? "OverwriteIt" : "CopyTo"))
        .task { await model.moving?.follow() }
        .onDisappear { model.moving?.leave() }
        .confirmationDialog(say("OverwriteWill2"), isPresented: $asking, titleVisibility: .visible) {
            Action(say("OverwriteNow"), role: .destructive) { await model.begin() }
        }
    }

    @ViewBuilder private var choices: some View {
        Section(say("WhatHappens")) {
            Text(say(model.overwrites ? "OverwriteWill1" : "CopyWill1"))
            Text(say(model.overwrites ? "OverwriteWill2" : "CopyWill2"))
        }
        Section(say("WhichSim")) {
            ForEach(model.ours) { sim in
                Choice(sim.shown, why: "\(sim.operator) · \(sim.device)", chosen: model.iccid == sim.iccid) { model.iccid = sim.iccid }
            }
            NumberField(text: $model.iccid)
            if !model.ours.isEmpty { Text(say("CopyNumberHint")).font(.footnote) }
        }
        if model.asksFrom {
            Section(say("WhichHasIt")) {
                ForEach(model.others) { device in
                    Choice(device.name, why: device.own ? say("ThisPhone") : nil, chosen: model.from?.id == device.id) {
                        model.from = device
                    }
                }
            }
        }
        if model.overwrites { replaced }
        if model.overwrites {
            Action(say("OverwriteNow"), role: .destructive) { asking = true }.disabled(!model.whole)
        } else {
            Action(say("CopyNow")) { await model.begin() }.disabled(!model.whole)
        }
    }

    private var replaced: some View {
        Section(say("WhichReplaced")) {
            ForEach(model.theirs) { sim in
                Choice(sim.shown, why: sim.below, chosen: model.replaced == sim.iccid) { model.replaced = sim.iccid }
            }
            if model.theirs.isEmpty {
                Text(say("NoneKnown"))
                NumberField(text: $model.replaced)
            }
        }
    }
}

/// A SIM's number, or several.
struct NumberField: View {
    @Binding var text: String

    var body: some View {
        TextField(say("SimNumber"), text: $text).keyboardType(.numbersAndPunctuation)
    }
}

extension AccountSim {
    /// What its user calls it.
    var shown: String { nickname ?? name }
    var below: String { "\(self.operator) · \(say("NumberEnds", String(iccid.suffix(4))))" }
}
