import Foundation
import LandfallKit
import Stage
import Testing

/// The screens' models, driven as a user would, over the real core and a real kiosk.
@MainActor @Suite struct ScreensTests {
    // R: A2, A3, A10, A11
    @Test func aSimIsBoughtAndUsed() async throws {
        let shop = try Shop()
        let phone = try Phone(shop.folder.at("phone"), name: "phone-1")
        let root = PhoneModel(settings: phone.settings, ports: phone.ports)
        await root.open()
        guard case .ready(let landfall) = root.state else { throw Broken("\(root.state)") }
        _ = try await landfall.addRoot(der: shop.root())

        let get = GetSimModel(landfall)
        await get.go(typed: "LPA:1$rsp.example.com$M")
        #expect(get.activationCode == "LPA:1$rsp.example.com$M" && get.visit == nil)
        get.leave()
        await get.go(typed: "127.0.0.1:1")
        #expect(get.trouble?.key == "kiosk.unreachable" && get.visit == nil)
        await get.go(typed: shop.startCode)
        #expect(get.trouble == nil && get.offers.value?.count == 3)
        // What no kiosk here has is refused, and asked no more.
        get.wanted.megabits = 4_000_000
        await get.look()
        guard case .failed = get.offers, get.filtered else { throw Broken("\(get.offers)") }
        await get.lookAtAll()
        #expect(get.offers.value?.count == 3 && !get.filtered)
        get.wanted.countries = ["TH"]
        await get.look()
        // What the phone's keystore lacks is said: it is one of files here.
        #expect(get.offers.value?.map(\.classId) == ["asia-month"])

        let buying = Task { await get.acquire("jp-week") }
        var code: String?
        try await until {
            if case .waiting(_, let shown)? = get.acquiring?.progress.phase { code = shown }
            return code != nil
        }
        try shop.authorise(try #require(code))
        await buying.value
        let iccid = try #require(get.acquiring?.gained?.iccid)
        #expect(get.acquiring?.progress.fraction == 1)

        let sims = SimsModel(landfall)
        await sims.refresh()
        #expect(sims.unfinished.first?.installed == iccid)
        let next = NextStepsModel(landfall, iccid: iccid)
        await next.setFirstPin("12")
        #expect(next.trouble?.key == "pin.format" && !next.pinIsSet)
        await next.setFirstPin("1357")
        await next.use()
        #expect(next.pinIsSet && next.inUse && next.trouble == nil)
        await sims.refresh()
        #expect(sims.unfinished.isEmpty)

        let sim = SimModel(landfall, try #require(sims.sims.value?.first))
        await sim.refresh()
        #expect(sim.pin == .required(tries: 3))
        await sim.change("0000", to: "2468")
        #expect(sim.triesLeft == 2 && sim.trouble?.key == "pin.wrong")
        await sim.change("1357", to: "2468")
        #expect(sim.trouble == nil && sim.pin == .required(tries: 3))
        await sim.name("Travel")
        #expect(sim.sim.title == "Travel")
        await sim.write(Contact(number: 0, name: "Ann", dial: "+15550100"), pin: "2468")
        #expect(sim.contacts?.value?.map(\.name) == ["Ann"])

        let diagnostics = DiagnosticsModel(landfall)
        await diagnostics.refresh()
        #expect(diagnostics.findings.value?.first { $0.key == "keystore" }?.well == false)
        #expect(diagnostics.roots.value?.count == 1)
        #expect(diagnostics.report?.contains(iccid) == false)
        await sim.use(false)
        await sim.delete()
        #expect(sim.gone)
    }

    @Test func whatWasBegunIsGivenUp() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone()
        let get = GetSimModel(landfall)
        await get.go(typed: shop.address)
        let buying = Task { await get.acquire("jp-week") }
        try await until {
            if case .waiting? = get.acquiring?.progress.phase { true } else { false }
        }
        get.acquiring?.postpone()
        await buying.value
        #expect(get.acquiring?.trouble?.key == "cancelled")
        let sims = SimsModel(landfall)
        await sims.refresh()
        await sims.giveUp(try #require(sims.unfinished.first))
        #expect(sims.unfinished.isEmpty && sims.trouble == nil)
    }
}
