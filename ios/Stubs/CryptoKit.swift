// Stub type check only. Never run, never shipped.
@_exported import Foundation

// struct SHA256: HashFunction; struct SHA256Digest: Digest (a Sequence of UInt8)
public struct SHA256 {
    // static func hash<D>(data: D) -> SHA256Digest where D: DataProtocol
    public static func hash<D: DataProtocol>(data: D) -> [UInt8] { fatalError() }
}
