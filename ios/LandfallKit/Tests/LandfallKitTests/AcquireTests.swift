import Foundation
import LandfallKit
import Stage
import Testing

@Suite struct AcquireTests {
    // R: A2
    @Test func acquiresFromAKiosk() async throws {
        let shop = try Shop()
        let phone = try Phone(shop.folder.at("phone"), name: "phone-1")
        let landfall = try phone.open()
        _ = try await landfall.start()
        let root = try await landfall.addRoot(der: shop.root())
        #expect(root.name == "Landfall test operator")
        let visit = try await landfall.visit(target: .code(text: shop.startCode))
        #expect(visit.kiosk() == "gate-7")
        let offers = try await visit.offers(selection: SelectionData(networkRate: nil, operator: nil, tariffLimit: nil, countries: ["JP"]))
        #expect(offers.map(\.classId).contains("hello"))
        let flow = try visit.acquire(classId: "hello", userId: nil, voucher: nil)
        var seen: [FlowEvent] = []
        for await event in flow.events { seen.append(event) }
        let gained = try await flow.finished()
        let iccid = try #require(gained.iccid)
        #expect(seen.contains(.installed(iccid: iccid)))
        let sims = try await landfall.sims()
        #expect(sims.map(\.iccid) == [iccid])
    }
}
