import Observation

/// *Copy a SIM to it*, or put it in the place of one that is there: which one, and where it comes from.
@MainActor @Observable public final class CopyModel {
    public let device: DeviceView
    public let overwrites: Bool
    /// SIMs that can be copied, and those on the device, as of the last sync. Of an account that is not this phone's nothing is known.
    public let ours: [AccountSim]
    public let theirs: [AccountSim]
    /// The other devices, one of which has the SIM.
    public let others: [DeviceView]
    /// The SIM's number, chosen or typed.
    public var iccid: String
    /// The device that has it, where that is not known.
    public var from: DeviceView?
    /// The number of the one that makes room, chosen or typed.
    public var replaced = ""
    public private(set) var moving: Moving?

    private let begins: (Moving.Wanted) -> Moving

    init(
        _ device: DeviceView, overwrites: Bool, sims: [AccountSim], others: [DeviceView], begins: @escaping (Moving.Wanted) -> Moving
    ) {
        (self.device, self.overwrites, self.begins) = (device, overwrites, begins)
        theirs = sims.filter { $0.deviceId == device.id }
        ours = sims.filter { $0.deviceId != device.id && $0.live }
        self.others = others.filter { !$0.revoked && $0.id != device.id }
        iccid = ours.first?.iccid ?? ""
    }

    /// Whether it has to be said which device has the SIM.
    public var asksFrom: Bool { !number.isEmpty && !isKnown }

    /// Whether all is said that the order needs.
    public var whole: Bool {
        !number.isEmpty && (isKnown || from != nil) && (!overwrites || !numbers(in: replaced).isEmpty)
    }

    /// The user has read what will happen, and wants it.
    public func begin() async {
        guard moving == nil, whole else { return }
        let wanted = Moving.Wanted(
            aim: overwrites ? .overwrite : .copy, iccid: number, to: device, from: isKnown ? nil : from,
            replaces: overwrites ? numbers(in: replaced).first : nil)
        let moving = begins(wanted)
        self.moving = moving
        await moving.follow()
    }

    private var number: String { iccid.filter { !$0.isWhitespace } }
    private var isKnown: Bool { ours.contains { $0.iccid == number } }
}
