import LandfallKit
import SwiftUI

/// *Account*.
struct AccountScreen: View {
    let phone: PhoneModel
    @State var model: AccountModel
    let landfall: Landfall
    @State private var password = false
    @State private var deleting = false

    var body: some View {
        NavigationStack {
            Fetched(value: model.account, waiting: say("Reading"), again: model.refresh) { account in
                if let account {
                    signedIn(account)
                } else {
                    NoAccount(landfall: landfall) { await model.refresh() }
                }
            }
            .navigationTitle(say("Account"))
            .task { await model.refresh() }
            .onChange(of: model.login) { _, _ in phone.accountChanged() }
        }
    }

    private func signedIn(_ account: AccountView) -> some View {
        List {
            TroubleRow(trouble: model.trouble)
            Section {
                Fact(say("Login"), account.login)
                Fact(say("Server"), account.server)
                Text(account.unsynced == 0 ? say("AllSynced") : say("Unsynced", String(account.unsynced)))
                Action(say("SyncNow"), busy: model.busy) { await model.sync() }
            }
            if let sheet = model.sheet {
                Section(say("SheetWaits")) {
                    SheetText(sheet: sheet)
                    Action(say("SheetKept"), busy: model.busy) { await model.sheetWasShown() }
                }
            }
            if let devices = model.devices {
                Section(say("Devices")) {
                    Fetched(value: devices, waiting: say("Reading"), again: model.refresh) { devices in
                        ForEach(devices) { device in DeviceRow(model: model, device: device) }
                    }
                    Text(say("DevicesWhy")).font(.footnote)
                }
            }
            Section {
                NavigationLink {
                    ApproveView(model: ApproveModel(landfall))
                } label: {
                    Told(title: say("ApproveDevice"), why: say("ApproveWhy"), image: "checkmark.circle")
                }
                NavigationLink(say("Family")) { FamilyScreen(model: FamilyModel(landfall)) }
                NavigationLink(say("Activity")) { ActivityView(model: ActivityModel(landfall)) }
                NavigationLink {
                    LeaseView(model: LeaseModel(landfall))
                } label: {
                    Told(title: say("OutOfContact"), why: say("OutOfContactWhy"), image: "clock")
                }
                Action(say("ChangePassword")) { password = true }
                Action(say("SignOut"), busy: model.busy, role: .destructive) { await model.signOut() }
                Text(say("SignOutWhy")).font(.footnote)
                Action(say("DeleteAccount"), busy: model.busy, role: .destructive) { deleting = true }
            }
        }
        .refreshable { await model.refresh() }
        .sheet(isPresented: $password) { PasswordSheet(model: model) }
        .confirmationDialog(say("DeleteAccountWhy"), isPresented: $deleting, titleVisibility: .visible) {
            Action(say("DeleteForGood"), role: .destructive) { await model.deleteAccount() }
        }
    }
}

private struct DeviceRow: View {
    let model: AccountModel
    let device: DeviceView
    @State private var asking = false

    var body: some View {
        VStack(alignment: .leading) {
            Text(device.name).font(.headline)
            if device.own { Text(say("ThisPhone")).font(.caption) }
            if device.revoked {
                Text(say("TakenOut")).font(.caption)
            } else if !device.own {
                Action(say("TakeOut"), busy: model.busy, role: .destructive) { asking = true }
            }
        }
        .confirmationDialog(say("TakeOutWhy"), isPresented: $asking, titleVisibility: .visible) {
            Action(say("TakeOut"), role: .destructive) { await model.revoke(device) }
        }
    }
}

private struct PasswordSheet: View {
    let model: AccountModel
    @State private var now = ""
    @State private var new = ""
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        Form {
            TroubleRow(trouble: model.trouble)
            SecureField(say("PasswordNow"), text: $now)
            SecureField(say("PasswordNew"), text: $new)
            Text(say("PasswordHint")).font(.footnote)
            Action(say("Save"), busy: model.busy) {
                await model.changePassword(current: now, new: new)
                if model.trouble == nil { dismiss() }
            }
        }
    }
}

/// The recovery sheet: to be written down or printed, and kept away from the phone.
struct SheetText: View {
    let sheet: String

    var body: some View {
        Text(say("SheetWhy"))
        // Not selectable: the pasteboard is read by other apps and other devices.
        Text(sheet).font(.body).monospaced().privacySensitive()
    }
}
