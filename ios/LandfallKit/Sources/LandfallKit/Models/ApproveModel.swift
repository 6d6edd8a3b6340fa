import Observation

/// *Let a phone in*: which one asks, and whether both show the same code.
@MainActor @Observable public final class ApproveModel: PhoneWorking {
    public private(set) var waiting: Loaded<[WaitingDevice]> = .loading
    /// The device that is answered; both show a code once `code` is one.
    public private(set) var comparing: WaitingDevice?
    public private(set) var code: String?
    /// It is in, or was turned away: the screen closes.
    public private(set) var done = false

    private let every: Duration
    private var approval: Approval?

    /// `every`: how often it is asked who waits.
    public init(_ landfall: Landfall, every: Duration = .seconds(2)) {
        self.every = every
        super.init(landfall)
    }

    /// Asks who waits, for as long as the task lives.
    public func look() async {
        while !done {
            if comparing == nil { await refresh() }
            guard (try? await Task.sleep(for: every)) != nil else { return }
        }
    }

    public func refresh() async {
        let now = await Loaded { try await landfall.waitingDevices() }
        // Who is answered meanwhile does not wait any more.
        if comparing == nil { waiting = now }
    }

    /// Answers a device that waits; then both show the same code.
    public func answer(_ device: WaitingDevice) async {
        comparing = device
        approval = await doing { try await landfall.approveDevice(approval: device.approval) }
        code = approval?.code()
        if approval == nil { comparing = nil }
    }

    /// Whether both show the same code.
    public func compared(_ same: Bool) async {
        guard let approval else { return }
        let told: Void? = await doing {
            if same { try await approval.grant() } else { try await approval.refuse() }
        }
        (self.approval, comparing, code, done) = (nil, nil, nil, told != nil)
    }
}

extension WaitingDevice: Identifiable {
    public var id: String { approval.map { String($0, radix: 16) }.joined() }
}
