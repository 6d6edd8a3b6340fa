// Stub type check only. Never run, never shipped.
@_exported import Foundation
import Dispatch

// class BGTask: NSObject
public class BGTask: NSObject {
    // var expirationHandler: (() -> Void)? { get set }
    public var expirationHandler: (() -> Void)?
    // func setTaskCompleted(success: Bool)
    public func setTaskCompleted(success: Bool) {}
}

// class BGTaskRequest: NSObject { var earliestBeginDate: Date? }
public class BGTaskRequest: NSObject {
    public var earliestBeginDate: Date?
}

// class BGAppRefreshTaskRequest: BGTaskRequest { init(identifier: String) }
public final class BGAppRefreshTaskRequest: BGTaskRequest {
    public init(identifier: String) {}
}

// class BGTaskScheduler: NSObject
public final class BGTaskScheduler: NSObject, @unchecked Sendable {
    // class var shared: BGTaskScheduler { get }
    public static var shared: BGTaskScheduler { fatalError() }
    // func register(forTaskWithIdentifier identifier: String, using queue: dispatch_queue_t?, launchHandler: @escaping (BGTask) -> Void) -> Bool
    public func register(
        forTaskWithIdentifier identifier: String, using queue: DispatchQueue?, launchHandler: @escaping (BGTask) -> Void
    ) -> Bool { fatalError() }
    // func submit(_ taskRequest: BGTaskRequest) throws
    public func submit(_ taskRequest: BGTaskRequest) throws {}
}
