import LandfallKit
import SwiftUI

/// Some SIMs of a lost phone are erased; the others stay.
struct EraseView: View {
    let owner: LostPhoneModel
    @State var model: EraseModel
    @State private var asking = false
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        List {
            TroubleRow(trouble: owner.trouble)
            Section(say("WhatHappens")) {
                Text(say("DeleteWill1"))
                Text(say("DeleteWill2"))
                Text(say("DeleteWill3"))
            }
            Section(say("WhichErased")) {
                ForEach(model.theirs) { sim in
                    let chosen = model.chosen.contains(sim.iccid)
                    Choice(sim.shown, why: sim.below, chosen: chosen, several: true) { model.choose(sim, !chosen) }
                }
                if model.theirs.isEmpty {
                    Text(say("NoneKnown"))
                    NumberField(text: $model.typed)
                    Text(say("NumbersHint")).font(.footnote)
                }
            }
            Section {
                Toggle(say("Grace"), isOn: $model.grace)
                Text(say("GraceWhy")).font(.footnote)
                Action(say("DeleteNow"), busy: owner.busy, role: .destructive) { asking = true }.disabled(model.chosen.isEmpty)
            }
        }
        .navigationTitle(say("DeleteSome"))
        .confirmationDialog(say("DeleteWill1"), isPresented: $asking, titleVisibility: .visible) {
            Action(say("DeleteNow"), role: .destructive) {
                await owner.erase(model)
                if owner.trouble == nil { dismiss() }
            }
        }
    }
}
