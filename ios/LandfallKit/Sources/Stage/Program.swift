import Foundation

/// Why a test world does not stand.
public struct Broken: Error, CustomStringConvertible {
    public let description: String

    public init(_ what: String) {
        description = what
    }
}

/// One of the product's programs, with its data folder.
public struct Program: Sendable {
    let path: URL
    let data: URL

    /// The program `name` of the folder that `LANDFALL_PROGRAMS_DIR` names.
    public init(_ name: String, data: URL) throws {
        guard let folder = ProcessInfo.processInfo.environment["LANDFALL_PROGRAMS_DIR"] else {
            throw Broken("LANDFALL_PROGRAMS_DIR is not set")
        }
        path = URL(fileURLWithPath: folder).appendingPathComponent(name)
        self.data = data
    }

    /// Runs it to its end; it must succeed. Its answer.
    @discardableResult
    public func ask(_ arguments: String...) throws -> [String: Any] {
        let running = try Running(path, arguments + ["--data", data.path, "--json"])
        let text = running.rest()
        guard running.ended(), let json = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else {
            throw Broken("\(path.lastPathComponent) \(arguments.joined(separator: " ")): \(text)")
        }
        return json as? [String: Any] ?? ["list": json]
    }

    /// Starts it, and waits for its first line.
    public func serve(_ arguments: String...) throws -> (Running, [String: Any]) {
        try serve(arguments)
    }

    func serve(_ arguments: [String]) throws -> (Running, [String: Any]) {
        let running = try Running(path, arguments + ["--data", data.path, "--json"])
        let line = running.line() ?? ""
        guard let json = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            running.kill()
            throw Broken("\(path.lastPathComponent) does not serve: \(line)")
        }
        return (running, json)
    }
}
