import Foundation

/// Pulls events from the core for tasks that may be cancelled. The core's calls are not: one under way is kept for whoever asks next.
public actor Puller<Event: Sendable> {
    private let pull: @Sendable () async -> Event?
    private var pending: Task<Event?, Never>?

    init(pull: @escaping @Sendable () async -> Event?) {
        self.pull = pull
    }

    /// The next event; none at the end, or if the calling task was cancelled.
    func next() async -> Event? {
        let task = pending ?? Task { [pull] in await pull() }
        pending = task
        let gate = Gate<Event?>()
        let event = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                gate.wait(continuation)
                Task { gate.open(await task.value) }
            }
        } onCancel: {
            gate.open(nil)
        }
        // Cancelled before it came: it stays for the next call.
        if event != nil || !Task.isCancelled {
            pending = nil
        }
        return event
    }

    public struct Iterator: AsyncIteratorProtocol {
        let puller: Puller<Event>

        public mutating func next() async -> Event? {
            if Task.isCancelled { return nil }
            return await puller.next()
        }
    }
}

/// A continuation that is resumed once, by whoever comes first.
final class Gate<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var waiting: CheckedContinuation<Value, Never>?
    private var early: Value?
    private var done = false

    func wait(_ continuation: CheckedContinuation<Value, Never>) {
        lock.lock()
        if done, let early {
            lock.unlock()
            continuation.resume(returning: early)
            return
        }
        waiting = continuation
        lock.unlock()
    }

    func open(_ value: Value) {
        lock.lock()
        guard !done else { return lock.unlock() }
        done = true
        let waiting = waiting
        early = value
        self.waiting = nil
        lock.unlock()
        waiting?.resume(returning: value)
    }
}
