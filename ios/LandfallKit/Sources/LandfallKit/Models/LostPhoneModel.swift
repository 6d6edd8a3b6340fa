import Observation

/// *Lost phone*: who gives orders, to which device, and what became of them.
@MainActor @Observable public final class LostPhoneModel: Working {
    public private(set) var devices: [DeviceView] = []
    public private(set) var orders: Loaded<[OrderInfo]> = .loading
    /// SIMs of the account by device, as of the last sync.
    public private(set) var sims: [AccountSim] = []
    /// By the password alone one can only lock.
    public private(set) var onlyLocks = false
    /// The step of a copy or a move that was done last.
    public private(set) var step: MoveStep?
    public var busy = false
    public var trouble: Trouble?

    private let landfall: Landfall
    private var giver: LostPhone?

    public init(_ landfall: Landfall) {
        self.landfall = landfall
    }

    /// Whether somebody may give orders already.
    public var open: Bool { giver != nil }

    /// As this device of the account.
    public func asThisDevice() async {
        await begin(.thisDevice, onlyLocks: false)
    }

    /// By the recovery sheet, from any phone.
    public func bySheet(server: String, sheet: String) async {
        await begin(.sheet(server: server, sheet: secret(sheet)), onlyLocks: false)
    }

    /// By login and password, from any phone.
    public func byPassword(server: String, login: String, password: String) async {
        await begin(.password(server: server, login: login, password: secret(password)), onlyLocks: true)
    }

    public func refresh() async {
        guard let giver else { return }
        devices = giver.devices()
        sims = (try? await landfall.accountSims()) ?? []
        orders = await Loaded { try await giver.orders() }
    }

    public func lock(_ device: DeviceView) async {
        await ordering { _ = try await $0.lock(device: device.id) }
    }

    public func unlock(_ device: DeviceView) async {
        await ordering { _ = try await $0.unlock(device: device.id) }
    }

    /// Everything on it is erased. `keepSubscriptions`: its SIMs are not barred at their operators.
    public func wipe(_ device: DeviceView, grace: UInt64, keepSubscriptions: Bool) async {
        await ordering { _ = try await $0.wipe(device: device.id, grace: grace, keepSubscriptions: keepSubscriptions) }
    }

    public func delete(_ iccids: [String], on device: DeviceView, grace: UInt64) async {
        await ordering { _ = try await $0.deleteSims(device: device.id, iccids: iccids, grace: grace) }
    }

    public func takeBack(_ order: OrderInfo) async {
        await ordering { try await $0.takeBack(order: order.id) }
    }

    /// Does the next step of a copy or a move; again until it is done. `replaces`: the SIM there that is overwritten.
    public func goOn(_ aim: MoveAim, _ iccid: String, to device: DeviceView, replaces: String? = nil, force: Bool = false) async {
        await ordering {
            step = try await $0.goOn(aim: aim, iccid: iccid, to: device.id, from: nil, replaces: replaces, force: force)
        }
    }

    private func begin(_ by: GivenBy, onlyLocks: Bool) async {
        giver = await doing { try await landfall.lostPhone(by: by) }
        self.onlyLocks = onlyLocks
        await refresh()
    }

    private func ordering(_ work: @MainActor (LostPhone) async throws -> Void) async {
        guard let giver else { return }
        await doing { try await work(giver) }
        await refresh()
    }
}

extension OrderInfo: Identifiable {}

extension AccountSim: Identifiable {
    public var id: String { "\(deviceId) \(iccid)" }
}
