import Observation

/// A copy or a move under way: step after step, each of which a device has to obey.
@MainActor @Observable public final class Moving {
    /// Which SIM goes where.
    struct Wanted {
        let aim: MoveAim
        let iccid: String
        let to: DeviceView
        /// The device that has it, where the account's records are not at hand.
        var from: DeviceView?
        /// The SIM there that is overwritten.
        var replaces: String?
    }

    /// What was done so far; none yet: devices are being asked.
    public private(set) var steps: [MoveStep] = []
    public private(set) var trouble: Trouble?

    private let wanted: Wanted
    private let proves: @MainActor () async throws -> LostPhone
    private var giver: LostPhone?
    /// This phone, if it is of the account: what is ordered of it, it obeys at once, and the app's root shows what that was.
    private let here: Landfall?
    private let phone: PhoneModel?
    private let every: Duration
    private var forced = false
    private var left = false
    private var running = false

    /// `every`: how often a device that has not answered is looked after. `proves`: who orders, asked once this phone has synced: it knows the account's
    /// SIMs as they are then, also one that came a moment ago.
    init(
        _ wanted: Wanted, here: Landfall?, phone: PhoneModel?, every: Duration,
        proves: @escaping @MainActor () async throws -> LostPhone
    ) {
        (self.wanted, self.here, self.phone, self.every, self.proves) = (wanted, here, phone, every, proves)
    }

    public var done: Bool {
        if case .done? = steps.last { true } else { false }
    }

    /// The device that is waited for, where the live role can be taken without it: it may be lost.
    public var mayBeLost: String? {
        guard wanted.aim == .activate, case .waits(let device)? = steps.last, device != wanted.to.name else { return nil }
        return device
    }

    /// The device that has the live SIM is lost: it is not waited for any longer.
    public func withoutIt() {
        forced = true
    }

    /// Looks no further; what was ordered stays ordered.
    public func leave() {
        left = true
    }

    /// Goes on until it is done, fails or is left. Again: from where it was.
    public func follow() async {
        left = false
        guard !running, !done else { return }
        (running, trouble) = (true, nil)
        defer { running = false }
        do {
            while !left, !done { try await step() }
        } catch {
            if !(error is CancellationError) { trouble = Trouble(error) }
        }
    }

    private func step() async throws {
        if let here {
            if let phone { try await phone.obey(here) } else { _ = try await here.contact() }
            _ = try await here.sync().run()
        }
        let giver = try await proven()
        let next = try await giver.goOn(
            aim: wanted.aim, iccid: wanted.iccid, to: wanted.to.id, from: wanted.from?.id, replaces: wanted.replaces, force: forced)
        if steps.last != next { steps.append(next) }
        if case .waits = next { try await Task.sleep(for: every) }
    }

    /// The same until it is done: it remembers what was begun.
    private func proven() async throws -> LostPhone {
        if let giver { return giver }
        let proven = try await proves()
        giver = proven
        return proven
    }
}
