// Stub type check only. Never run, never shipped.
@_exported import Foundation

// class LAContext: NSObject
public final class LAContext: NSObject {
    // var localizedReason: String { get set }
    public var localizedReason = ""
}
