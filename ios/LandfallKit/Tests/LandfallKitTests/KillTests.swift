import Foundation
import LandfallKit
import Stage
import Testing

/// `kill -9` in mid-flow; the next process goes on with what was begun.
@Suite struct KillTests {
    // R: F1
    @Test(arguments: ["reserved", "waiting", "authorised", "bytes", "installing", "installed"])
    func goesOnAfterAKill(at moment: String) async throws {
        let shop = try Shop()
        let phone = try Phone(shop.folder.at("phone"), name: "phone-1")
        let setUp = Task { try await phone.open().addRoot(der: shop.root()) }
        _ = try await setUp.value
        let child = try Handset.run("acquire", phone.folder.path, "phone-1", shop.startCode, "jp-week")
        while let line = child.line(), !line.hasPrefix(moment) {
            if let code = line.firstMatch(of: /waiting\(who: "attendant", code: "(.*)"\)/)?.1 {
                try shop.authorise(String(code))
            }
        }
        child.kill()

        let landfall = try phone.open()
        _ = try await landfall.start()
        let visit = try await landfall.visit(target: .code(text: shop.startCode))
        let flow = try visit.acquire(classId: "jp-week", userId: nil, voucher: nil)
        for await event in flow.events {
            if case .waiting(_, let code) = event { try shop.authorise(code) }
        }
        let iccid = try #require(try await flow.finished().iccid)
        try await landfall.setFirstPin(iccid: iccid, pin: Data("1357".utf8))
        #expect(try await landfall.sims().map(\.iccid) == [iccid])
        #expect(try await landfall.unfinished().isEmpty)
        // The same number, not a second one.
        #expect(try shop.numbers().values.reduce(0, +) == 1)
    }

    @Test func aThousandObjectsLeaveNothing() async throws {
        let folder = try Folder()
        let child = try Handset.run("objects", folder.at("phone").path, "1000")
        let counted = child.rest().split(separator: "\n").last?.split(separator: " ").compactMap { Int($0) }
        let (living, files, grown) = try #require(counted.flatMap { $0.count == 3 ? ($0[0], $0[1], $0[2]) : nil })
        #expect(living == 0)
        #expect(files <= 8)
        #expect(grown < 4096)
    }
}

enum Handset {
    /// A phone in a process of its own, beside this one.
    static func run(_ words: String...) throws -> Running {
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return try Running(own.appendingPathComponent("Handset"), words)
    }
}
