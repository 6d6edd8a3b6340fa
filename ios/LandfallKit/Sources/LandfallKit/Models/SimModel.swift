import Observation

/// One SIM: its PIN, its name, its phone book.
@MainActor @Observable public final class SimModel: PhoneWorking {
    public private(set) var sim: SimInfo
    public private(set) var pin: PinState?
    public private(set) var contacts: Loaded<[Contact]>?
    /// It was deleted: the screen closes.
    public private(set) var gone = false
    /// Tries that are left after a wrong PIN or PUK.
    public private(set) var triesLeft: UInt32?

    public init(_ landfall: Landfall, _ sim: SimInfo) {
        self.sim = sim
        super.init(landfall)
    }

    public func refresh() async {
        let iccid = sim.iccid
        guard let all = try? await landfall.sims() else { return }
        guard let now = all.first(where: { $0.iccid == iccid }) else { return gone = true }
        sim = now
        // Only the SIM in use is asked.
        pin = now.enabled ? try? await landfall.pinState(iccid: iccid) : nil
    }

    public func use(_ inUse: Bool) async {
        await changing {
            if inUse { try await $0.enableSim(iccid: $1) } else { try await $0.disableSim(iccid: $1) }
        }
    }

    public func name(_ nickname: String) async {
        await changing { try await $0.setNickname(iccid: $1, nickname: nickname) }
    }

    /// Its first PIN: with it the acquisition ends.
    public func setFirstPin(_ pin: String) async {
        await changing { try await $0.setFirstPin(iccid: $1, pin: secret(pin)) }
    }

    public func verify(_ pin: String) async {
        await changing { try await $0.verifyPin(iccid: $1, pin: secret(pin)) }
    }

    public func change(_ old: String, to new: String) async {
        await changing { try await $0.changePin(iccid: $1, old: secret(old), new: secret(new)) }
    }

    public func unblock(puk: String, new: String) async {
        await changing { try await $0.unblockPin(iccid: $1, puk: secret(puk), new: secret(new)) }
    }

    public func delete() async {
        await changing { try await $0.deleteSim(iccid: $1) }
    }

    public func readContacts(pin: String?) async {
        let iccid = sim.iccid
        contacts = .loading
        contacts = await Loaded { try await landfall.phoneBook(iccid: iccid, pin: pin.map(secret)) }
    }

    public func write(_ contact: Contact, pin: String?) async {
        await changing { _ = try await $0.writeContact(iccid: $1, pin: pin.map(secret), contact: contact) }
        if trouble == nil { await readContacts(pin: pin) }
    }

    private func changing(_ work: @MainActor (Landfall, String) async throws -> Void) async {
        triesLeft = nil
        await doing {
            do {
                try await work(landfall, sim.iccid)
            } catch let error as LandfallError {
                triesLeft = error.triesLeft
                throw error
            }
        }
        await refresh()
    }
}

extension Contact: Identifiable {
    public var id: UInt32 { number }
}
