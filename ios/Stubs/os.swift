// Stub type check only. Never run, never shipped.

// struct OSLogPrivacy { static var `private`: OSLogPrivacy }
public struct OSLogPrivacy: Sendable { public static let `private` = Self() }

// struct OSLogMessage: ExpressibleByStringInterpolation
public struct OSLogMessage: ExpressibleByStringInterpolation {
    public struct StringInterpolation: StringInterpolationProtocol {
        public init(literalCapacity: Int, interpolationCount: Int) {}
        public mutating func appendLiteral(_ literal: String) {}
        // mutating func appendInterpolation(_ argumentString: @autoclosure @escaping () -> String, align: OSLogStringAlignment, privacy: OSLogPrivacy)
        public mutating func appendInterpolation(_ argument: @autoclosure @escaping () -> String, privacy: OSLogPrivacy) {}
    }
    public init(stringLiteral value: String) {}
    public init(stringInterpolation: StringInterpolation) {}
}

// struct Logger { init(subsystem: String, category: String) }
public struct Logger {
    public init(subsystem: String, category: String) {}
    // func debug(_ message: OSLogMessage); func info; func warning; func error
    public func debug(_ message: OSLogMessage) {}
    public func info(_ message: OSLogMessage) {}
    public func warning(_ message: OSLogMessage) {}
    public func error(_ message: OSLogMessage) {}
}
