import Foundation

extension LandfallError {
    /// What a screen shows of it.
    public var trouble: Trouble {
        switch self {
        case .Unreachable(let trouble), .Refused(let trouble), .Untrusted(let trouble), .NeedsUser(let trouble),
            .Locked(let trouble), .Wiped(let trouble), .Invalid(let trouble), .Cancelled(let trouble),
            .Failed(let trouble), .WrongSecret(let trouble, _):
            trouble
        }
    }

    /// Tries that are left, where they are counted.
    public var triesLeft: UInt32? {
        if case .WrongSecret(_, let tries) = self { tries } else { nil }
    }
}

extension Trouble {
    /// Of whatever was thrown. What is not the core's is a mistake in the app.
    public init(_ error: any Error) {
        if let error = error as? LandfallError {
            self = error.trouble
        } else {
            self.init(
                title: "Something went wrong in Landfall", explanation: String(describing: error), retry: .yes,
                advice: "Try again; if it stays, start the app anew.", key: "mistake")
        }
    }
}
