import Observation

/// One acquisition under way, whoever gives the SIM.
@MainActor @Observable public final class Acquiring {
    public private(set) var progress = FlowProgress()
    /// The SIM, once it is here.
    public private(set) var gained: Gained?
    public private(set) var trouble: Trouble?

    private let flow: Flow

    init(_ flow: Flow) {
        self.flow = flow
    }

    /// Whether it has ended, well or not.
    public var ended: Bool { gained != nil || trouble != nil }

    /// Follows it to its end. It goes on without: whoever leaves the screen comes back to it.
    func follow() async {
        for await event in flow.events {
            progress.take(event)
        }
        do {
            gained = try await flow.finished()
        } catch {
            trouble = Trouble(error)
        }
    }

    /// Puts it off: what is reserved stays so for a while, and the same choice goes on with it.
    public func postpone() {
        flow.cancel(reject: false)
    }

    /// It is not wanted: what is reserved is free again.
    public func reject() {
        flow.cancel(reject: true)
    }
}
