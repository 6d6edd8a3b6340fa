import Foundation
import LandfallKit

/// Never asked: the server can't be reached.
private final class Nobody: Consent {
    nonisolated(unsafe) static var living = 0
    static let lock = NSLock()

    init() { Self.lock.withLock { Self.living += 1 } }
    deinit { Self.lock.withLock { Self.living -= 1 } }

    func ask(proposal: ProposalInfo, answer: Answering) {
        answer.postpone()
    }
}

/// Makes flows, each with an object of Swift's that the core holds, and lets them go. Prints objects that live, files that are open, and by how many
/// KiB the process grew between the first tenth and the end.
func countObjects(_ landfall: Landfall, _ count: Int) async throws {
    let files = open()
    var grown = 0
    for round in 0..<count {
        if round == count / 10 { grown = resident() }
        let flow = try landfall.addByCode(code: "LPA:1$127.0.0.1:1$TEST", consent: Nobody())
        for await _ in flow.events {}
        _ = try? await flow.finished()
    }
    // The last flow's task ends on a thread of the core's own.
    for _ in 0..<100 where Nobody.lock.withLock({ Nobody.living }) > 0 {
        try await Task.sleep(for: .milliseconds(20))
    }
    say("\(Nobody.lock.withLock { Nobody.living }) \(open() - files) \(resident() - grown)")
}

private func open() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
}

private func resident() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}
