import Foundation

/// A temporary folder, which goes with this.
public final class Folder: Sendable {
    public let path: URL

    public init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("landfall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: path) }

    public func at(_ name: String) -> URL {
        path.appendingPathComponent(name)
    }
}
