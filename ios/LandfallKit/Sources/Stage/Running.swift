import Foundation
import Glibc

/// A process that was started here, and whose answers are read line by line. It ends with this.
///
/// By `posix_spawn`: Foundation's `Process` lets pipes leak into children that start at the same time, so that nobody sees their end.
public final class Running: @unchecked Sendable {
    /// No program of a test is silent for longer; one that is, is killed.
    private static let patience: Int32 = 60_000

    private static let starting = NSLock()

    private let id: pid_t
    private let out: Int32
    private var buffer = Data()
    private var status: Int32?

    public init(_ path: URL, _ arguments: [String]) throws {
        var ends: [Int32] = [0, 0]
        // One at a time: a pipe is closed to other children a moment after it is made.
        Self.starting.lock()
        defer { Self.starting.unlock() }
        guard pipe(&ends) == 0 else { throw Broken("no pipe") }
        ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([path.path] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        let failed = posix_spawn(&child, path.path, &actions, nil, &words, environ)
        close(ends[1])
        guard failed == 0 else {
            close(ends[0])
            throw Broken("\(path.path) can't be started: \(String(cString: strerror(failed)))")
        }
        (id, out) = (child, ends[0])
    }

    deinit {
        kill()
        close(out)
    }

    /// The next line; none if it ended.
    public func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer = Data(buffer[(end + 1)...])
                return line
            }
            guard read() else { return nil }
        }
    }

    /// All that is left of what it says.
    public func rest() -> String {
        while read() {}
        return String(decoding: buffer, as: UTF8.self)
    }

    /// Waits for its end; whether it succeeded.
    public func ended() -> Bool {
        if status == nil {
            var ended: Int32 = 0
            while waitpid(id, &ended, 0) == -1, errno == EINTR {}
            status = ended
        }
        return status == 0
    }

    /// `kill -9`, and waits.
    public func kill() {
        guard status == nil else { return }
        Glibc.kill(id, SIGKILL)
        _ = ended()
    }

    private func read() -> Bool {
        var waiting = pollfd(fd: out, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, Self.patience) > 0 else {
            kill()
            return false
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(out, &bytes, bytes.count)
        guard count > 0 else { return false }
        buffer.append(contentsOf: bytes[..<count])
        return true
    }
}
