import Foundation

/// A flow's events, pulled one by one: `for await event in flow.events`. It ends with the flow.
///
/// The flow goes on whether anybody pulls. A task that is cancelled stops pulling and loses nothing: the event that was under way is the first of
/// whoever pulls next from the same `FlowEvents`.
public final class FlowEvents: AsyncSequence, Sendable {
    public typealias Element = FlowEvent

    private let puller: Puller<FlowEvent>

    init(_ flow: Flow) {
        puller = Puller {
            if let event = flow.readyEvent() { return event }
            return await flow.nextEvent()
        }
    }

    public func makeAsyncIterator() -> Puller<FlowEvent>.Iterator {
        Puller.Iterator(puller: puller)
    }
}

/// What happens on this phone while it is watched: `for await event in watch.events`.
public final class HereEvents: AsyncSequence, Sendable {
    public typealias Element = HereEvent

    private let puller: Puller<HereEvent>

    init(_ watch: HereWatch) {
        puller = Puller { await watch.nextEvent() }
    }

    public func makeAsyncIterator() -> Puller<HereEvent>.Iterator {
        Puller.Iterator(puller: puller)
    }
}

extension Flow {
    /// Its events. Keep one and pull from that one.
    public var events: FlowEvents { FlowEvents(self) }

    /// Tells each event, and answers what it came to. A task that is cancelled puts the flow off: what was reserved stays reserved.
    public func run(telling: @Sendable (FlowEvent) async -> Void = { _ in }) async throws -> Gained {
        try await withTaskCancellationHandler {
            for await event in events {
                await telling(event)
            }
            return try await finished()
        } onCancel: {
            cancel(reject: false)
        }
    }
}

extension HereWatch {
    /// Its events. Keep one and pull from that one.
    public var events: HereEvents { HereEvents(self) }
}
