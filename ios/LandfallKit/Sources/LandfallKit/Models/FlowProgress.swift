/// Where an acquisition stands, as a screen shows it: its events, one after the other, come to this.
public struct FlowProgress: Equatable, Sendable {
    public enum Phase: Equatable, Sendable {
        case connecting
        /// A number is reserved.
        case reserved
        /// Somebody has to agree; both see `code`.
        case waiting(who: String, code: String)
        case fetching
        /// From here on it is not stopped.
        case installing
        case installed(iccid: String)
    }

    public private(set) var phase = Phase.connecting
    /// Whom it comes from.
    public private(set) var from: String?
    /// Bytes that have arrived, and of how many, once that is known.
    public private(set) var received: UInt64 = 0
    public private(set) var total: UInt64?
    /// For how many seconds a number is reserved.
    public private(set) var leaseSeconds: UInt32?

    public init() {}

    /// From 0 to 1, once it is known.
    public var fraction: Double? {
        guard let total, total > 0 else { return nil }
        return min(1, Double(received) / Double(total))
    }

    /// Whether it can still be stopped.
    public var canBeStopped: Bool {
        switch phase {
        case .installing, .installed: false
        case .connecting, .reserved, .waiting, .fetching: true
        }
    }

    public mutating func take(_ event: FlowEvent) {
        switch event {
        case .connected(let kiosk, let name): from = name.isEmpty ? kiosk : name
        case .offered(let name, _): from = name
        case .reserved(let seconds): (phase, leaseSeconds) = (.reserved, seconds)
        case .waiting(let who, let code): phase = .waiting(who: who, code: code)
        case .authorised, .authenticated: phase = .fetching
        case .bytes(let received, let total): (phase, self.received, self.total) = (.fetching, received, total ?? self.total)
        case .installing: phase = .installing
        case .installed(let iccid): phase = .installed(iccid: iccid)
        case .package, .discovered, .reported, .reading, .writing, .ordered: break
        }
    }
}
