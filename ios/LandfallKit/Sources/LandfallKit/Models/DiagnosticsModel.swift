import Observation

/// *Diagnostics*: what may be wrong, and a report that holds no secret.
@MainActor @Observable public final class DiagnosticsModel: Working {
    public private(set) var findings: Loaded<[Finding]> = .loading
    public private(set) var report: String?
    public private(set) var activity: Loaded<[ActivityLine]> = .loading
    public private(set) var roots: Loaded<[RootInfo]> = .loading
    public private(set) var standing: Standing?
    public var busy = false
    public var trouble: Trouble?

    private let landfall: Landfall

    public init(_ landfall: Landfall) {
        self.landfall = landfall
    }

    public func refresh() async {
        findings = await Loaded { try await landfall.diagnose() }
        report = try? await landfall.report()
        activity = await Loaded { try await landfall.activity() }
        roots = await Loaded { try await landfall.roots() }
        standing = (try? await landfall.standing()) ?? nil
    }

    /// For how many seconds it may be without contact before it locks, and before it erases itself.
    public func setLease(lockAfter: UInt64, eraseAfter: UInt64, unlockOffline: Bool) async {
        await doing {
            try await landfall.setLease(lockAfter: lockAfter, eraseAfter: eraseAfter, unlockOffline: unlockOffline)
        }
        await refresh()
    }
}

extension Finding: Identifiable {
    public var id: String { key }
}

extension ActivityLine: Identifiable {
    public var id: String { "\(time) \(what) \(iccid ?? "") \(device)" }
}
