import Foundation
import LandfallKit
import Stage
import Testing

/// Every variant of the core's error is met, and says what a screen needs.
@Suite struct TroubleTests {
    private func trouble(_ work: () async throws -> Void) async -> LandfallError? {
        do {
            try await work()
        } catch let error as LandfallError {
            let trouble = error.trouble
            #expect(!trouble.title.isEmpty && !trouble.explanation.isEmpty && !trouble.advice.isEmpty)
            #expect(!trouble.key.isEmpty)
            return error
        } catch {
            Issue.record(error)
        }
        return nil
    }

    // R: F3
    @Test func unreachable() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let error = await trouble { _ = try await landfall.visit(target: .address(address: "127.0.0.1:1")) }
        guard case .Unreachable(let shown) = error else { return record(error) }
        #expect(shown.retry == .yes)
    }

    @Test func refused() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let visit = try await landfall.visit(target: .code(text: shop.startCode))
        let error = await trouble { _ = try await visit.acquire(classId: "none", userId: nil, voucher: nil).run() }
        guard case .Refused = error else { return record(error) }
    }

    @Test func untrusted() async throws {
        let (shop, other) = (try Shop(), try Shop())
        let (_, landfall) = try await other.phone()
        let error = await trouble { _ = try await landfall.visit(target: .code(text: shop.startCode)) }
        guard case .Untrusted = error else { return record(error) }
    }

    @Test func wrongSecret() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let iccid = try await shop.sim(on: landfall)
        try await landfall.enableSim(iccid: iccid)
        let error = await trouble { try await landfall.verifyPin(iccid: iccid, pin: Data("0000".utf8)) }
        #expect(error?.triesLeft == 2)
    }

    @Test func needsUser() async throws {
        let folder = try Folder()
        let phone = try Phone(folder.at("phone"), name: "phone-1")
        phone.keystore.refusal = .Locked
        let error = await trouble { _ = try phone.open() }
        guard case .NeedsUser(let shown) = error else { return record(error) }
        #expect(shown.key == "keystore.locked")
    }

    @Test func invalid() async throws {
        let folder = try Folder()
        let landfall = try Phone(folder.at("phone"), name: "phone-1").open()
        let error = await trouble { _ = try await landfall.visit(target: .code(text: "LANDFALL:?")) }
        guard case .Invalid = error else { return record(error) }
    }

    @Test func cancelled() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let visit = try await landfall.visit(target: .code(text: shop.startCode))
        let flow = try visit.acquire(classId: "jp-week", userId: nil, voucher: nil)
        let error = await trouble {
            for await event in flow.events {
                if case .waiting = event { flow.cancel(reject: true) }
            }
            _ = try await flow.finished()
        }
        guard case .Cancelled = error else { return record(error) }
        #expect(try await landfall.unfinished().isEmpty)
    }

    @Test func failed() async throws {
        let folder = try Folder()
        try Data("a file, not a folder".utf8).write(to: folder.at("phone"))
        let phone = try Phone(folder.at("phone"), name: "phone-1")
        let error = await trouble { _ = try phone.open() }
        guard case .Failed = error else { return record(error) }
    }

    private func record(_ error: LandfallError?) {
        Issue.record("another error came: \(String(describing: error))")
    }
}
