import Observation

/// *My SIMs*: what is here, and what was begun.
@MainActor @Observable public final class SimsModel: PhoneWorking {
    public private(set) var sims: Loaded<[SimInfo]> = .loading
    /// What was begun and did not end: gone on with at its kiosk, or given up.
    public private(set) var unfinished: [Unfinished] = []

    public func refresh() async {
        sims = await Loaded { try await landfall.sims() }
        unfinished = (try? await landfall.unfinished()) ?? []
    }

    /// Takes it into use; the one that was is not any more. Or out of use.
    public func use(_ sim: SimInfo, _ inUse: Bool) async {
        await doing {
            if inUse {
                try await landfall.enableSim(iccid: sim.iccid)
            } else {
                try await landfall.disableSim(iccid: sim.iccid)
            }
        }
        await refresh()
    }

    /// Gives up what was begun.
    public func giveUp(_ one: Unfinished) async {
        await doing { try await landfall.giveUp(id: one.id) }
        await refresh()
    }

    /// Tells servers what became of their SIMs, as a screen that waits for it asks.
    public func deliverResults() async {
        await doing { _ = try await landfall.deliverResults().run() }
        await refresh()
    }
}

extension SimInfo: Identifiable {
    public var id: String { iccid }
    /// What its user calls it.
    public var title: String { nickname ?? name }
}

extension Unfinished: Identifiable {}
