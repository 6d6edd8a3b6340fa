// Stub type check only. Never run, never shipped.
@_exported import Foundation

// struct AVMediaType { static let video: AVMediaType }
public struct AVMediaType: Sendable { public static let video = Self() }

// class AVCaptureDevice: NSObject
public final class AVCaptureDevice: NSObject {
    // class func requestAccess(for mediaType: AVMediaType) async -> Bool
    public static func requestAccess(for mediaType: AVMediaType) async -> Bool { fatalError() }
}
