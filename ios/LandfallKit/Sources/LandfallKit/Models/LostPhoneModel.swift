import Observation

/// *Lost phone*: who gives orders, to which device, and what became of them.
@MainActor @Observable public final class LostPhoneModel: PhoneWorking {
    public private(set) var devices: [DeviceView] = []
    public private(set) var orders: Loaded<[OrderInfo]> = .loading
    /// By the password alone one can only lock.
    public private(set) var onlyLocks = false
    /// Whether this phone is of an account; none while that is not known.
    public private(set) var signedIn: Bool?

    private let phone: PhoneModel?
    private let every: Duration
    private var giver: LostPhone?
    /// SIMs of the account by device, as of the last sync. The sheet may be another account's: what this phone knows of SIMs says nothing then.
    private var sims: [AccountSim] = []
    private var here: Landfall?

    /// `phone`: the app's root, which is told what this phone obeys meanwhile. `every`: how often it is asked how an order stands.
    public init(_ landfall: Landfall, phone: PhoneModel? = nil, every: Duration = .seconds(2)) {
        (self.phone, self.every) = (phone, every)
        super.init(landfall)
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

    /// Back to who gives orders.
    public func close() {
        (giver, here, devices, sims, orders, trouble) = (nil, nil, [], [], .loading, nil)
    }

    public func refresh() async {
        signedIn = ((try? await landfall.account()) ?? nil) != nil
        guard let giver else { return }
        devices = giver.devices()
        sims = here == nil ? [] : (try? await landfall.accountSims()) ?? []
        orders = await Loaded { try await giver.orders() }
    }

    /// Asks how orders stand for as long as the task lives. Without a network the last states stay, with their times.
    public func follow() async {
        while let giver, (try? await Task.sleep(for: every)) != nil {
            if let now = try? await giver.orders() { orders = .here(now) }
        }
    }

    public func lock(_ device: DeviceView) async {
        await ordering { _ = try await $0.lock(device: device.id) }
    }

    public func unlock(_ device: DeviceView) async {
        await ordering { _ = try await $0.unlock(device: device.id) }
    }

    /// Everything on it is erased. `keepSubscriptions`: its SIMs are not barred at their operators.
    public func wipe(_ device: DeviceView, grace: Bool, keepSubscriptions: Bool) async {
        let seconds = grace ? graceSeconds : 0
        await ordering { _ = try await $0.wipe(device: device.id, grace: seconds, keepSubscriptions: keepSubscriptions) }
    }

    /// What is asked of the user before some SIMs there are erased.
    public func erasing(on device: DeviceView) -> EraseModel {
        EraseModel(device, sims: sims)
    }

    public func erase(_ what: EraseModel) async {
        guard !what.chosen.isEmpty else { return }
        let seconds = what.grace ? graceSeconds : 0
        await ordering { _ = try await $0.deleteSims(device: what.device.id, iccids: what.chosen.sorted(), grace: seconds) }
    }

    /// What is asked of the user before a SIM is copied there, or put in the place of one; none before somebody may give orders.
    public func copying(to device: DeviceView, overwrites: Bool) -> CopyModel? {
        guard let giver else { return nil }
        let (here, phone, every) = (here, phone, every)
        return CopyModel(device, overwrites: overwrites, sims: sims, others: giver.devices()) {
            Moving($0, here: here, phone: phone, every: every) {
                if let here { try await here.lostPhone(by: .thisDevice) } else { giver }
            }
        }
    }

    public func takeBack(_ order: OrderInfo) async {
        await ordering { try await $0.takeBack(order: order.id) }
    }

    private func begin(_ by: GivenBy, onlyLocks: Bool) async {
        giver = await doing { try await landfall.lostPhone(by: by) }
        self.onlyLocks = onlyLocks
        if case .thisDevice = by { here = landfall } else { here = nil }
        await refresh()
    }

    private func ordering(_ work: @MainActor (LostPhone) async throws -> Void) async {
        guard let giver else { return }
        await doing { try await work(giver) }
        await refresh()
    }
}

/// For how long an order can be taken back, if its giver wants that.
private let graceSeconds: UInt64 = 600

extension OrderInfo: Identifiable {}

extension AccountSim: Identifiable {
    public var id: String { "\(deviceId) \(iccid)" }
}
