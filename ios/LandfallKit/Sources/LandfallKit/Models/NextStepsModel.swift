import Observation

/// What is left to do with a SIM that has just come: its first PIN, with which the acquisition ends, and to take it into use.
@MainActor @Observable public final class NextStepsModel: PhoneWorking {
    public let iccid: String
    public private(set) var pinIsSet = false
    public private(set) var inUse = false

    public init(_ landfall: Landfall, iccid: String) {
        self.iccid = iccid
        super.init(landfall)
    }

    /// Where it stands: one that was gone on with may have its PIN already.
    public func refresh() async {
        guard let sim = try? await landfall.sims().first(where: { $0.iccid == iccid }) else { return }
        (pinIsSet, inUse) = (!sim.needsPin, sim.enabled)
    }

    public func setFirstPin(_ pin: String) async {
        await doing { try await landfall.setFirstPin(iccid: iccid, pin: secret(pin)) }
        await refresh()
    }

    public func use() async {
        await doing { try await landfall.enableSim(iccid: iccid) }
        await refresh()
    }
}
