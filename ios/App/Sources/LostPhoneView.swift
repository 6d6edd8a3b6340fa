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
            .toolbar {
                ToolbarItem(placement: .cancellationAction) {
                    Button(say("Close")) { close() }.disabled(!model.open)
                }
            }
            .task { await model.refresh() }
            .refreshable { await model.refresh() }
        }
    }

    @ViewBuilder private var ways: some View {
        Section(say("WhatYouHave")) {
            if model.signedIn == false { Text(say("LostNotSignedIn")) }
            Action(say("ByThisPhone"), busy: model.busy || model.signedIn == false) { await model.asThisDevice() }
            Text(say("ByThisPhoneWhy")).font(.footnote)
        }
        Section {
            TextField(say("Server"), text: $server).keyboardType(.URL)
            TextField(say("Login"), text: $login)
            SecureField(say("PasswordOrSheet"), text: $typed)
            Action(say("BySheetShort"), busy: model.busy) {
                await model.bySheet(server: server, sheet: typed)
                forget()
            }
            Text(say("LostSheetWhy")).font(.footnote)
            Action(say("ByPassword"), busy: model.busy) {
                await model.byPassword(server: server, login: login, password: typed)
                forget()
            }
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
                        OrderDetail(model: model, chosen: order)
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

    /// The phone may be somebody else's: what was typed stays only until it has served.
    private func forget() {
        if model.open { typed = "" }
    }

    private func close() {
        model.close()
        (typed, login) = ("", "")
    }

    private var others: [DeviceView] { model.devices.filter { !$0.own && !$0.revoked } }
}
