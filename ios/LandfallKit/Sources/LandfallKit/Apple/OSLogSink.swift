#if canImport(os)
import Foundation
import os

/// What the core tells goes to the system's log, under the subsystem `app.landfall`. No secret is in it, and yet it is `private` in what a user
/// sends.
public final class OSLogSink: LogSink {
    public init() {}

    public func log(level: LogLevel, target: String, message: String) {
        let logger = Logger(subsystem: "app.landfall", category: target)
        switch level {
        case .debug: logger.debug("\(message, privacy: .private)")
        case .info: logger.info("\(message, privacy: .private)")
        case .warning: logger.warning("\(message, privacy: .private)")
        case .error: logger.error("\(message, privacy: .private)")
        }
    }
}
#endif
