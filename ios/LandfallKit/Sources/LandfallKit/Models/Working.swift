import Observation

/// A screen's model that does one thing at a time and shows what went wrong.
@MainActor @Observable public class Working {
    /// Something is being done: its button waits.
    public var busy = false
    /// What went wrong last; gone with the next try.
    public var trouble: Trouble?

    /// Does `work` unless something is being done; none if it failed.
    @discardableResult
    func doing<T>(_ work: @MainActor () async throws -> T) async -> T? {
        guard !busy else { return nil }
        (busy, trouble) = (true, nil)
        defer { busy = false }
        do {
            return try await work()
        } catch {
            // Stopped by its user: nothing to tell.
            if !(error is CancellationError) { trouble = Trouble(error) }
            return nil
        }
    }
}

/// One that works with what is open on this phone.
@MainActor @Observable public class PhoneWorking: Working {
    let landfall: Landfall

    public init(_ landfall: Landfall) {
        self.landfall = landfall
    }
}

/// What a screen shows of something that is fetched.
public enum Loaded<Value: Sendable>: Sendable {
    case loading
    case here(Value)
    case failed(Trouble)

    /// It, once it is here.
    public var value: Value? {
        if case .here(let value) = self { value } else { nil }
    }

    /// Fetches it.
    @MainActor public init(_ fetch: @MainActor () async throws -> Value) async {
        do {
            self = .here(try await fetch())
        } catch {
            self = .failed(Trouble(error))
        }
    }
}
