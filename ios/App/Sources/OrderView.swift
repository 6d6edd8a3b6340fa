import LandfallKit
import SwiftUI

/// What can be ordered of one device, each with what will happen.
struct OrderView: View {
    let model: LostPhoneModel
    let device: DeviceView
    @State private var keeps = false
    @State private var grace = false
    @State private var wiping = false
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        List {
            TroubleRow(trouble: model.trouble)
            Section(say("LockIt")) {
                Text(say("LockWill1"))
                Text(say("LockWill2"))
                Text(say("LockWill3"))
                Action(say("LockNow"), busy: model.busy) { await ordered { await model.lock(device) } }
            }
            if !model.onlyLocks {
                Section(say("UnlockIt")) {
                    Text(say("UnlockWill1"))
                    Action(say("UnlockNow"), busy: model.busy) { await ordered { await model.unlock(device) } }
                }
                Section(say("WipeIt")) {
                    Text(say("WipeWill1"))
                    Text(say("WipeWill2"))
                    Text(say("WipeWill3"))
                    Toggle(say("KeepSubscription"), isOn: $keeps)
                    Text(say("KeepSubscriptionWhy")).font(.footnote)
                    Toggle(say("Grace"), isOn: $grace)
                    Text(say("GraceWhy")).font(.footnote)
                    Action(say("WipeNow"), busy: model.busy, role: .destructive) { wiping = true }
                }
                Section {
                    NavigationLink(say("DeleteSome")) { EraseView(owner: model, model: model.erasing(on: device)) }
                    Text(say("DeleteSomeShort")).font(.footnote)
                    NavigationLink(say("CopyTo")) { copying(false) }
                    Text(say("CopyShort")).font(.footnote)
                    NavigationLink(say("OverwriteIt")) { copying(true) }
                    Text(say("OverwriteShort")).font(.footnote)
                }
            }
        }
        .navigationTitle(device.name)
        .confirmationDialog(say("WipeWill1"), isPresented: $wiping, titleVisibility: .visible) {
            Action(say("WipeNow"), role: .destructive) {
                await ordered { await model.wipe(device, grace: grace, keepSubscriptions: keeps) }
            }
        }
    }

    @ViewBuilder private func copying(_ overwrites: Bool) -> some View {
        if let copying = model.copying(to: device, overwrites: overwrites) { CopyView(model: copying) }
    }

    private func ordered(_ order: @MainActor () async -> Void) async {
        await order()
        if model.trouble == nil { dismiss() }
    }
}
