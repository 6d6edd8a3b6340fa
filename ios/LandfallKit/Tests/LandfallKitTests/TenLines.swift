import Foundation
import LandfallKit
import Stage
import Testing

/// What docs/ios.md shows, compiled and run. `settings` and `ports` are `.thisPhone()` there.
func acquireAtAKiosk(settings: OpenSettings, ports: Ports, root: Data, scanned: String) async throws -> [SimInfo] {
    // ten lines
    let landfall = try Landfall.open(settings: settings, ports: ports)
    _ = try await landfall.start()
    _ = try await landfall.addRoot(der: root)
    let visit = try await landfall.visit(target: .code(text: scanned))
    let offers = try await visit.offers(selection: .init(networkRate: nil, operator: nil, tariffLimit: nil, countries: []))
    guard let offer = offers.first(where: { $0.usable && $0.authorisation == "free" }) else { return [] }
    let gained = try await visit.acquire(classId: offer.classId, userId: nil, voucher: nil).run { print($0) }
    try await landfall.setFirstPin(iccid: gained.iccid ?? "", pin: Data("1357".utf8))
    try await landfall.enableSim(iccid: gained.iccid ?? "")
    return try await landfall.sims()
    // to here
}

@Test func theTenLinesWork() async throws {
    let shop = try Shop()
    let phone = try Phone(shop.folder.at("phone"), name: "phone-1")
    let sims = try await acquireAtAKiosk(
        settings: phone.settings, ports: phone.ports, root: shop.root(), scanned: shop.startCode)
    #expect(sims.count == 1 && sims[0].enabled)
}
