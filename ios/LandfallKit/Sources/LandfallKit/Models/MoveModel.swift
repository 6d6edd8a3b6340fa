import Observation

/// *Move to a phone*: what becomes of a SIM of this account, and on which phone.
@MainActor @Observable public final class MoveModel {
    public private(set) var devices: Loaded<[DeviceView]> = .loading
    public private(set) var aim: MoveAim
    public private(set) var to: DeviceView?
    public private(set) var moving: Moving?

    private let landfall: Landfall
    private let iccid: String
    private let phone: PhoneModel?
    private let every: Duration

    /// `phone`: the app's root, which is told what this phone obeys meanwhile. `every`: how often a phone that has not answered is looked after.
    public init(
        _ landfall: Landfall, iccid: String, aim: MoveAim = .move, phone: PhoneModel? = nil, every: Duration = .seconds(2)
    ) {
        (self.landfall, self.iccid, self.aim, self.phone, self.every) = (landfall, iccid, aim, phone, every)
    }

    /// The screen is shown: what was begun is gone on with.
    public func refresh() async {
        if let moving { return await moving.follow() }
        let aim = aim
        devices = await Loaded { try await landfall.devices().filter { !$0.revoked && (!$0.own || aim == .activate) } }
        // The live role is mostly wanted where one is.
        if aim == .activate, to == nil { to = devices.value?.first { $0.own } }
    }

    public func choose(_ aim: MoveAim) async {
        (self.aim, to) = (aim, nil)
        await refresh()
    }

    public func choose(_ device: DeviceView) {
        to = device
    }

    public func begin() async {
        guard moving == nil, let to else { return }
        let landfall = landfall
        let moving = Moving(.init(aim: aim, iccid: iccid, to: to), here: landfall, phone: phone, every: every) {
            try await landfall.lostPhone(by: .thisDevice)
        }
        self.moving = moving
        await moving.follow()
    }
}
