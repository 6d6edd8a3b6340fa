import Foundation
import LandfallKit
import Stage
import Testing

@Suite struct AcquireTests {
    // R: A3, A4
    @Test func offersAreOfTheSelectionAlone() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let visit = try await landfall.visit(target: .code(text: shop.startCode))
        #expect(visit.kiosk() == "gate-7")
        let cheap = SelectionData(networkRate: nil, operator: nil, tariffLimit: "10 EUR", countries: ["JP"])
        #expect(try await visit.offers(selection: cheap).map(\.classId).sorted() == ["hello", "jp-week"])
        let none = SelectionData(networkRate: nil, operator: "Nobody", tariffLimit: nil, countries: [])
        await #expect(throws: LandfallError.self) { try await visit.offers(selection: none) }
    }

    // R: A2
    @Test func acquiresWithTheAttendantsWord() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let visit = try await landfall.visit(target: .address(address: shop.address))
        let flow = try visit.acquire(classId: "jp-week", userId: nil, voucher: nil)
        var progress = FlowProgress()
        var phases: [FlowProgress.Phase] = []
        for await event in flow.events {
            if case .waiting(let who, let code) = event {
                #expect(who == "attendant")
                try shop.authorise(code)
            }
            progress.take(event)
            if phases.last != progress.phase { phases.append(progress.phase) }
        }
        let iccid = try #require(try await flow.finished().iccid)
        #expect(progress.phase == .installed(iccid: iccid))
        #expect(phases.contains(.reserved) && phases.contains(.installing))
        #expect(try await landfall.sims().map(\.iccid) == [iccid])
    }

    // R: A10, A11
    @Test func theSimHasItsPinAndAnswersItsNetwork() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let iccid = try await shop.sim(on: landfall)
        try await landfall.enableSim(iccid: iccid)
        #expect(try await landfall.pinState(iccid: iccid) == .required(tries: 3))
        let rand = [UInt8](0x10...0x1F)
        let (challenge, xres) = try shop.network(of: iccid).challenge(rand: rand, sqn: 32)
        let pin = Data("1357".utf8)
        #expect(try await landfall.authenticate(iccid: iccid, pin: pin, challenge: challenge) == .success(res: xres))
        var forged = challenge
        forged[31] ^= 1
        #expect(try await landfall.authenticate(iccid: iccid, pin: pin, challenge: forged) == .wrongNetwork)
        guard case .resynchronise = try await landfall.authenticate(iccid: iccid, pin: pin, challenge: challenge) else {
            Issue.record("the same challenge was taken twice")
            return
        }
    }
}
