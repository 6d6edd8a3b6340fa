// Stub type check only. Never run, never shipped.
@_exported import Foundation

// class DCAppAttestService: NSObject
public final class DCAppAttestService: NSObject, @unchecked Sendable {
    // class var shared: DCAppAttestService { get }
    public static var shared: DCAppAttestService { fatalError() }
    // var isSupported: Bool { get }
    public var isSupported: Bool { fatalError() }
    // func generateKey() async throws -> String
    public func generateKey() async throws -> String { fatalError() }
    // func attestKey(_ keyId: String, clientDataHash: Data) async throws -> Data
    public func attestKey(_ keyId: String, clientDataHash: Data) async throws -> Data { fatalError() }
}
