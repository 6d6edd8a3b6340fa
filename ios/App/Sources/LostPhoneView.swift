import LandfallKit
import SwiftUI

/// *Lost phone*: who orders, what, and what became of it.
struct LostPhoneView: View {
    @State var model: LostPhoneModel
    let landfall: Landfall
    @State private var server = "https://"
    @State private var login = ""
    @State private var typed = ""

    var body: some View {
        NavigationStack {
            List {
                TroubleRow(trouble: model.trouble)
                Text(say("LostWhy")).foregroundStyle(.secondary)
                if model.open { devices } else { ways }
            }
            .navigationTitle(say("LostPhone"))
            .refreshable { await model.refresh() }
        }
    }

    @ViewBuilder private var ways: some View {
        Section(say("WhatYouHave")) {
            Action(say("ByThisPhone"), busy: model.busy) { await model.asThisDevice() }
            Text(say("ByThisPhoneWhy")).font(.footnote)
        }
        Section {
            TextField(say("Server"), text: $server).keyboardType(.URL)
            TextField(say("Login"), text: $login)
            SecureField(say("PasswordOrSheet"), text: $typed)
            Action(say("BySheetShort"), busy: model.busy) { await model.bySheet(server: server, sheet: typed) }
            Text(say("LostSheetWhy")).font(.footnote)
            Action(say("ByPassword"), busy: model.busy) { await model.byPassword(server: server, login: login, password: typed) }
            Text(say("LostPasswordWhy")).font(.footnote)
        }
    }

    @ViewBuilder private var devices: some View {
        Section(say("WhichLost")) {
            if others.isEmpty { Empty(title: say("NoOthers"), why: say("NoOthersWhy"), image: "iphone.slash") }
            ForEach(others) { device in
                NavigationLink(device.name) { OrderView(model: model, device: device) }
            }
            if model.onlyLocks { Text(say("PasswordLocksOnly")).font(.footnote) }
        }
        Section(say("Orders")) {
            Fetched(value: model.orders, waiting: say("Reading"), again: model.refresh) { orders in
                if orders.isEmpty { Text(say("NoOrders")) }
                ForEach(orders) { order in
                    NavigationLink {
                        OrderDetail(model: model, order: order)
                    } label: {
                        VStack(alignment: .leading) {
                            Text(verbatim: "\(order.verb.shown) · \(order.device)").font(.headline)
                            Text(order.stateShown).font(.subheadline)
                        }
                    }
                }
            }
        }
    }

    private var others: [DeviceView] { model.devices.filter { !$0.own && !$0.revoked } }
}

/// What can be ordered of one device, each with what will happen.
private struct OrderView: View {
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
                    Toggle(say("Grace"), isOn: $grace)
                    Action(say("WipeNow"), busy: model.busy, role: .destructive) { wiping = true }
                }
                if !sims.isEmpty {
                    Section(say("VerbDelete")) {
                        ForEach(sims) { sim in
                            Action("\(say("VerbDelete")): \(sim.nickname ?? sim.name)", busy: model.busy, role: .destructive) {
                                await ordered { await model.delete([sim.iccid], on: device, grace: grace ? 600 : 0) }
                            }
                        }
                    }
                }
                Section(say("CopyTo")) {
                    Text(say("CopyWill1"))
                    ForEach(own) { sim in
                        Action("\(say("CopyNow")): \(sim.nickname ?? sim.name)", busy: model.busy) {
                            await model.goOn(.copy, sim.iccid, to: device)
                        }
                        ForEach(sims.filter { $0.iccid != sim.iccid }) { old in
                            let names = "\(old.nickname ?? old.name) → \(sim.nickname ?? sim.name)"
                            Action("\(say("OverwriteNow")): \(names)", busy: model.busy, role: .destructive) {
                                await model.goOn(.overwrite, sim.iccid, to: device, replaces: old.iccid)
                            }
                        }
                    }
                    if let step = model.step { Text(step.told) }
                    Text(say("OverwriteWill1")).font(.footnote)
                }
            }
        }
        .navigationTitle(device.name)
        .confirmationDialog(say("WipeWill1"), isPresented: $wiping, titleVisibility: .visible) {
            Action(say("WipeNow"), role: .destructive) {
                await ordered { await model.wipe(device, grace: grace ? 600 : 0, keepSubscriptions: keeps) }
            }
        }
    }

    private var sims: [AccountSim] { model.sims.filter { $0.deviceId == device.id } }
    private var own: [AccountSim] { model.sims.filter { $0.own && $0.live } }

    private func ordered(_ order: @MainActor () async -> Void) async {
        await order()
        if model.trouble == nil { dismiss() }
    }
}
