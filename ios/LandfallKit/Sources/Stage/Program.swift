import Foundation
#if canImport(Glibc)
import Glibc
#endif

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
        let running = try Running(path, arguments + ["--data", data.path, "--json"])
        let line = running.line() ?? ""
        guard let json = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            running.kill()
            throw Broken("\(path.lastPathComponent) does not serve: \(line)")
        }
        return (running, json)
    }
}

/// A process that was started here, and whose answers are read line by line. It ends with this.
public final class Running: @unchecked Sendable {
    private let process = Process()
    private let out = Pipe()
    private var buffer = Data()

    public init(_ path: URL, _ arguments: [String], environment: [String: String] = [:]) throws {
        process.executableURL = path
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit { kill() }

    /// The next line; none if it ended.
    public func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer = Data(buffer[(end + 1)...])
                return line
            }
            let more = out.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            buffer.append(more)
        }
    }

    /// All that is left of what it says.
    public func rest() -> String {
        var lines: [String] = []
        while let line = line() { lines.append(line) }
        return (lines + [String(decoding: buffer, as: UTF8.self)]).joined(separator: "\n")
    }

    /// Waits for its end; whether it succeeded.
    public func ended() -> Bool {
        process.waitUntilExit()
        return process.terminationReason == .exit && process.terminationStatus == 0
    }

    /// `kill -9`.
    public func kill() {
        guard process.isRunning else { return }
        #if canImport(Glibc)
        Glibc.kill(process.processIdentifier, SIGKILL)
        #endif
        process.waitUntilExit()
    }
}
