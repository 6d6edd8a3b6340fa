import Observation

/// Sub-accounts: whose SIMs are seen, and what may be done with them.
@MainActor @Observable public final class FamilyModel: PhoneWorking {
    public private(set) var family: Loaded<FamilyView> = .loading
    /// The code of an invitation, to be given to its owner.
    public private(set) var code: String?

    public func refresh() async {
        family = await Loaded { try await landfall.family() }
    }

    public func invite(_ name: String, _ rights: RightsData) async {
        code = await doing { try await landfall.invite(name: name, rights: rights) }
        await refresh()
    }

    public func accept(_ code: String, name: String, _ rights: RightsData) async {
        await doing { try await landfall.acceptInvitation(code: secret(code), name: name, rights: rights) }
        await refresh()
    }

    public func grant(_ tie: TieInfo, _ rights: RightsData) async {
        await doing { try await landfall.grant(whom: tie.name, rights: rights) }
        await refresh()
    }

    public func end(_ tie: TieInfo) async {
        await doing { try await landfall.endTie(whom: tie.name) }
        await refresh()
    }
}

extension TieInfo: Identifiable {
    public var id: String { name }
}

extension SeenSim: Identifiable {
    public var id: String { "\(of) \(iccid)" }
}
