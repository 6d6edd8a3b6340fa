import Observation

/// *Diagnostics*: what may be wrong, and a report that holds no secret.
@MainActor @Observable public final class DiagnosticsModel: PhoneWorking {
    public private(set) var findings: Loaded<[Finding]> = .loading
    public private(set) var report: String?
    public private(set) var roots: Loaded<[RootInfo]> = .loading

    public func refresh() async {
        findings = await Loaded { try await landfall.diagnose() }
        report = try? await landfall.report()
        roots = await Loaded { try await landfall.roots() }
    }
}

extension Finding: Identifiable {
    public var id: String { key }
}
