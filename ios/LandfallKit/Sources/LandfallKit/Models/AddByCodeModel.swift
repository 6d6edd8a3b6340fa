import Observation

/// *Add by code or QR*: an activation code, or what a discovery server knows of, with the user's consent in between.
@MainActor @Observable public final class AddByCodeModel: PhoneWorking {
    /// What was scanned or typed: `LPA:1$…`.
    public var code: String
    /// What the user is asked before anything is installed.
    public private(set) var question: ProposalInfo?
    public private(set) var acquiring: Acquiring?

    private var answering: Answering?

    public init(_ landfall: Landfall, code: String = "") {
        self.code = code
        super.init(landfall)
    }

    public func add() async {
        let code = code.filter { !$0.isWhitespace }
        await follow { try $0.addByCode(code: code, consent: $1) }
    }

    /// Fetches the first of what waits for this phone's eUICCs.
    public func addDiscovered() async {
        await follow { try $0.addDiscovered(smds: nil, consent: $1) }
    }

    public func agree(confirmationCode: String?) {
        answering?.agree(code: confirmationCode.map(secret))
        asked(nil, nil)
    }

    /// No: the order is over.
    public func reject() {
        answering?.reject()
        asked(nil, nil)
    }

    /// Not now: the order stays.
    public func postpone() {
        answering?.postpone()
        asked(nil, nil)
    }

    /// Back to the code, after an acquisition ended.
    public func again() {
        (acquiring, code) = (nil, "")
    }

    private func follow(_ begin: (Landfall, Consent) throws -> Flow) async {
        let asking = Asked { [weak self] question, answering in
            Task { @MainActor in
                // Nobody is there to answer: it is put off.
                guard let self else { return answering.postpone() }
                self.asked(question, answering)
            }
        }
        guard let flow = await doing({ try begin(landfall, asking) }) else { return }
        let acquiring = Acquiring(flow)
        self.acquiring = acquiring
        await acquiring.follow()
        asked(nil, nil)
    }

    private func asked(_ question: ProposalInfo?, _ answering: Answering?) {
        (self.question, self.answering) = (question, answering)
    }
}

/// The core asks on a thread of its own.
private final class Asked: Consent {
    private let tell: @Sendable (ProposalInfo, Answering) -> Void

    init(_ tell: @escaping @Sendable (ProposalInfo, Answering) -> Void) {
        self.tell = tell
    }

    func ask(proposal: ProposalInfo, answer: Answering) {
        tell(proposal, answer)
    }
}
