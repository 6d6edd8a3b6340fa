import Observation

/// *Out of contact*: when this phone locks, and when it erases itself, if it hears nothing from its account.
@MainActor @Observable public final class LeaseModel: PhoneWorking {
    /// How it stands. A phone that is no device of an account has no lease.
    public private(set) var standing: Loaded<Standing?> = .loading
    /// What the user chooses; `save` makes it hold.
    public private(set) var wanted: Standing?
    /// It holds: the screen closes.
    public private(set) var done = false

    public func refresh() async {
        standing = await Loaded {
            if let standing = try await landfall.standing() { return standing }
            // It begins with the first contact.
            _ = try await landfall.contact()
            return try await landfall.standing()
        }
        wanted = now
    }

    /// After how many seconds it may lock.
    public var locks: [UInt64] {
        offered([1, 7, 30, 90], now?.lockAfter)
    }

    /// After how many seconds it may erase itself: not before it has locked.
    public var erasures: [UInt64] {
        allErasures.filter { $0 >= wanted?.lockAfter ?? 0 }
    }

    public func lock(after seconds: UInt64) {
        wanted?.lockAfter = seconds
        guard let erase = wanted?.eraseAfter, erase < seconds else { return }
        wanted?.eraseAfter = allErasures.first { $0 >= seconds } ?? seconds
    }

    public func erase(after seconds: UInt64) {
        wanted?.eraseAfter = seconds
    }

    /// Whether the recovery sheet unlocks it without a network.
    public var unlockOffline: Bool {
        get { wanted?.unlockOffline ?? false }
        set { wanted?.unlockOffline = newValue }
    }

    public func save() async {
        guard let wanted else { return }
        let saved: Void? = await doing {
            try await landfall.setLease(
                lockAfter: wanted.lockAfter, eraseAfter: wanted.eraseAfter, unlockOffline: wanted.unlockOffline)
        }
        done = saved != nil
    }

    private var now: Standing? { standing.value ?? nil }

    private var allErasures: [UInt64] {
        offered([7, 30, 90, 365], now?.eraseAfter)
    }

    /// The choices in seconds, and among them what was set by other means.
    private func offered(_ days: [UInt64], _ now: UInt64?) -> [UInt64] {
        Set(days.map { $0 * 86_400 } + (now.map { [$0] } ?? [])).sorted()
    }
}
