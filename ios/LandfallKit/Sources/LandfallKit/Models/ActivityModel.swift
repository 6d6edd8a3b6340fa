import Observation

/// *Activity*: what happened, on whichever device; to one SIM, or to all.
@MainActor @Observable public final class ActivityModel {
    public private(set) var lines: Loaded<[ActivityLine]> = .loading

    private let landfall: Landfall
    private let iccid: String?

    public init(_ landfall: Landfall, iccid: String? = nil) {
        (self.landfall, self.iccid) = (landfall, iccid)
    }

    public func refresh() async {
        let iccid = iccid
        lines = await Loaded { try await landfall.activity().filter { iccid == nil || $0.iccid == iccid } }
    }
}

extension ActivityLine: Identifiable {
    public var id: String { "\(time) \(what) \(iccid ?? "") \(device)" }
}
