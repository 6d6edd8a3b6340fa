import Observation

/// *Account*: the one that is signed in, its devices, its sync.
@MainActor @Observable public final class AccountModel: PhoneWorking {
    /// None inside: nobody is signed in.
    public private(set) var account: Loaded<AccountView?> = .loading
    public private(set) var devices: Loaded<[DeviceView]>?
    /// The recovery sheet, until the user has it.
    public private(set) var sheet: String?
    /// How far a sync is.
    public private(set) var syncing: FlowEvent?

    /// Who is signed in.
    public var login: String? { (account.value ?? nil)?.login }

    public func refresh() async {
        account = await Loaded { try await landfall.account() }
        guard let signedIn = account.value, let signedIn else { return devices = nil }
        sheet = signedIn.sheetWaits ? try? await landfall.recoverySheet() : nil
        devices = await Loaded { try await landfall.devices() }
    }

    /// The sheet was written down or printed: it never comes out again.
    public func sheetWasShown() async {
        await doing { try await landfall.sheetWasShown() }
        await refresh()
    }

    public func sync() async {
        await doing {
            let flow = try landfall.sync()
            for await event in flow.events { syncing = event }
            _ = try await flow.finished()
        }
        syncing = nil
        await refresh()
    }

    public func rename(_ device: DeviceView, _ name: String) async {
        await doing { try await landfall.renameDevice(device: device.id, name: name) }
        await refresh()
    }

    /// Takes a device out of the account. It is not wiped by that.
    public func revoke(_ device: DeviceView) async {
        await doing { try await landfall.revokeDevice(device: device.id) }
        await refresh()
    }

    public func changePassword(current: String, new: String) async {
        await doing { try await landfall.changePassword(current: secret(current), new: secret(new)) }
    }

    public func signOut() async {
        await doing { try await landfall.signOut() }
        await refresh()
    }

    public func deleteAccount() async {
        await doing { try await landfall.deleteAccount() }
        await refresh()
    }
}

extension DeviceView: Identifiable {}
