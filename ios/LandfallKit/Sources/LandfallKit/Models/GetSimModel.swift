import Observation

/// *Get a SIM here*: a kiosk, its offers, one of them.
@MainActor @Observable public final class GetSimModel: PhoneWorking {
    public private(set) var kiosks: Loaded<[NearbyKiosk]> = .here([])
    /// The kiosk that proved itself.
    public private(set) var visit: KioskVisit?
    public private(set) var offers: Loaded<[OfferInfo]> = .loading
    /// What the user asks of a SIM; `look` applies it.
    public var wanted = SelectionData.anything
    public private(set) var acquiring: Acquiring?
    /// What was scanned is an operator's activation code: *Add by code* goes on.
    public private(set) var activationCode: String?

    /// Looks for kiosks on every link that is there.
    public func find(seconds: UInt32 = 4) async {
        kiosks = .loading
        kiosks = await Loaded { try await landfall.findKiosks(seconds: seconds) }
    }

    public func go(to kiosk: NearbyKiosk) async {
        await go(.found(kiosk: kiosk))
    }

    /// By what its QR code says, or `HOST:PORT`, scanned or typed.
    public func go(typed: String) async {
        if typed.uppercased().hasPrefix("LPA:") { return activationCode = typed }
        await go(typed.hasPrefix("LANDFALL:") ? .code(text: typed) : .address(address: typed))
    }

    /// The kiosk's offers that meet what is wanted. A refusal says which criterion failed.
    public func look() async {
        guard let visit else { return }
        offers = .loading
        offers = await Loaded { try await visit.offers(selection: wanted) }
    }

    /// Whether anything is asked of a SIM.
    public var filtered: Bool { wanted != .anything }

    /// Nothing is asked of a SIM any more.
    public func lookAtAll() async {
        wanted = .anything
        await look()
    }

    /// Acquires what the user chose and agreed to. One that was begun here and did not end is gone on with.
    public func acquire(_ classId: String, voucher: String? = nil) async {
        guard let visit else { return }
        let begun = await doing {
            try visit.acquire(classId: classId, userId: nil, voucher: voucher.map(secret))
        }
        guard let begun else { return }
        let acquiring = Acquiring(begun)
        self.acquiring = acquiring
        await acquiring.follow()
    }

    /// Back to the list of kiosks.
    public func leave() {
        (visit, acquiring, activationCode, offers, trouble) = (nil, nil, nil, .loading, nil)
    }

    /// Back to the offers, after an acquisition ended.
    public func again() {
        acquiring = nil
    }

    private func go(_ target: KioskTarget) async {
        visit = await doing { try await landfall.visit(target: target) }
        if visit != nil { await look() }
    }
}

extension OfferInfo: Identifiable {
    public var id: String { classId }
    /// Whether this phone has what it needs, as far as it tells.
    public var usable: Bool { lacks.isEmpty }
}

extension NearbyKiosk: Identifiable {
    public var id: String { "\(name) \(addresses.joined(separator: " "))" }
}

extension SelectionData {
    static let anything = SelectionData(networkRate: nil, operator: nil, tariffLimit: nil, countries: [])

    /// The least speed in Mbit/s, as a person says it; one that no network has is none.
    public var megabits: UInt32? {
        get { networkRate.map { $0 / 1_000 } }
        set { networkRate = newValue.flatMap { $0 > .max / 1_000 ? nil : $0 * 1_000 } }
    }
}
