import Observation

/// *Erase some SIMs* of a lost phone; the others stay.
@MainActor @Observable public final class EraseModel {
    public let device: DeviceView
    /// The SIMs on it, as of the last sync. Of an account that is not this phone's none is known, and numbers are typed.
    public let theirs: [AccountSim]
    /// Numbers of those that are erased.
    public private(set) var chosen: Set<String> = []
    /// It can be taken back for ten minutes.
    public var grace = false
    public var typed = "" {
        didSet { chosen = Set(numbers(in: typed)) }
    }

    init(_ device: DeviceView, sims: [AccountSim]) {
        self.device = device
        theirs = sims.filter { $0.deviceId == device.id }
    }

    public func choose(_ sim: AccountSim, _ erased: Bool) {
        if erased { chosen.insert(sim.iccid) } else { chosen.remove(sim.iccid) }
    }
}

/// Numbers as they are typed, with whatever stands between them.
func numbers(in typed: String) -> [String] {
    typed.split { $0.isWhitespace || ",，".contains($0) }.map(String.init)
}
