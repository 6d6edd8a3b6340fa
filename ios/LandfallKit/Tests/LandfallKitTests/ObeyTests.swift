import Foundation
import LandfallKit
import Stage
import Testing

/// A phone that obeys its owner, who is elsewhere.
@Suite struct ObeyTests {
    // R: B6, F4
    @MainActor @Test func aLostPhoneIsWipedAndItsReceiptShown() async throws {
        let (shop, cloud) = (try Shop(), try Cloud())
        let first = try await shop.phone("first")
        let lost = try Phone(shop.folder.at("lost"), name: "lost")
        let model = PhoneModel(settings: lost.settings, ports: lost.ports)
        await model.open()
        do {
            let landfall = try #require(model.landfall)
            _ = try await landfall.addRoot(der: shop.root())
            _ = try await shop.sim(on: landfall)
            let made = try await first.landfall.createAccount(who: cloud.who("ann", device: "First phone"))
            try await landfall.logIn(who: cloud.who("ann", device: "Lost phone"), sheet: Data(made.sheet.utf8))
        }
        let listening = Task { await model.listen() }

        let owner = LostPhoneModel(first.landfall)
        await owner.asThisDevice()
        let device = try #require(owner.devices.first { $0.name == "Lost phone" })
        await owner.wipe(device, grace: false, keepSubscriptions: true)
        #expect(owner.trouble == nil)
        try await until {
            if case .wiped = model.state { true } else { false }
        }
        listening.cancel()
        await listening.value
        try await until {
            await owner.refresh()
            return owner.orders.value?.first?.receipt != nil
        }
        let order = try #require(owner.orders.value?.first)
        #expect(order.verb == .wipe && order.doubt == nil && order.receipt?.outcome == "erased")

        // The next start finds that nothing is owed; it begins anew, without a SIM.
        await model.open()
        guard case .wiped(owes: false) = model.state else {
            Issue.record("the phone is \(model.state)")
            return
        }
        await model.beginAnew()
        let landfall = try #require(model.landfall)
        #expect(try await landfall.sims().isEmpty)
    }

    // R: B6, F4
    @MainActor @Test func aPhoneObeysFromTheMomentItIsSignedIn() async throws {
        let (shop, cloud) = (try Shop(), try Cloud())
        let first = try await shop.phone("first").landfall
        let made = try await first.createAccount(who: cloud.who("ann", device: "First phone"))
        let phone = try Phone(shop.folder.at("second"), name: "second")
        let model = PhoneModel(settings: phone.settings, ports: phone.ports)
        await model.open()
        // Nobody is signed in: there is nothing to listen to.
        await model.listen()
        let landfall = try #require(model.landfall)
        let account = AccountModel(landfall)
        await account.refresh()
        #expect(account.login == nil)
        let signIn = SignInModel(landfall, server: cloud.url, device: "Second phone")
        (signIn.login, signIn.password, signIn.sheet) = ("ann", "a long enough password", made.sheet)
        await signIn.signIn()
        await account.refresh()
        #expect(signIn.done && account.login == "ann")
        model.accountChanged()
        #expect(model.accounts == 1)
        let listening = Task { await model.listen() }
        let owner = LostPhoneModel(first)
        await owner.asThisDevice()
        let device = try #require(owner.devices.first { $0.name == "Second phone" })
        await owner.lock(device)
        try await until {
            if case .locked = model.state { true } else { false }
        }
        listening.cancel()
        await listening.value
        // Locked, it obeys all the same.
        let again = Task { await model.listen() }
        await owner.wipe(device, grace: false, keepSubscriptions: true)
        try await until {
            if case .wiped = model.state { true } else { false }
        }
        again.cancel()
        await again.value
    }

    // R: B5, F4
    @MainActor @Test(.timeLimit(.minutes(2))) func aPhoneThatIsLockedWhileItMovesASimShowsThat() async throws {
        let pair = try await Pair()
        let phone = try Phone(pair.shop.folder.at("third"), name: "third")
        let model = PhoneModel(settings: phone.settings, ports: phone.ports)
        await model.open()
        let landfall = try #require(model.landfall)
        _ = try await landfall.addRoot(der: pair.shop.root())
        try await landfall.logIn(who: pair.cloud.who("ann", device: "Third phone"), sheet: Data(pair.sheet.utf8))
        let iccid = try await pair.shop.sim(on: landfall)
        let move = MoveModel(landfall, iccid: iccid, phone: model, every: .milliseconds(100))
        await move.refresh()
        move.choose(try #require(move.devices.value?.first { $0.name == "Second phone" }))
        let moving = Task { await move.begin() }
        try await until { move.moving?.trouble != nil || move.moving?.steps.last == .waits(device: "Second phone") }
        #expect(move.moving?.trouble == nil)
        let owner = LostPhoneModel(pair.here)
        await owner.asThisDevice()
        await owner.lock(try #require(owner.devices.first { $0.name == "Third phone" }))
        try await until {
            if case .locked = model.state { true } else { false }
        }
        move.moving?.leave()
        await moving.value
    }

    // R: B5, F4
    @MainActor @Test func aLockedPhoneIsUnlockedByItsOwner() async throws {
        let (shop, cloud) = (try Shop(), try Cloud())
        let (first, second, _) = try await cloud.two(shop)
        let iccid = try await shop.sim(on: second.landfall)
        let owner = LostPhoneModel(first.landfall)
        await owner.asThisDevice()
        await owner.lock(try #require(owner.devices.first { $0.name == "Second phone" }))
        #expect(owner.trouble == nil)
        guard case .obeyed(let verbs, let locked, let erased) = try await second.landfall.contact() else {
            Issue.record("it obeyed nothing")
            return
        }
        #expect(verbs == ["lock"] && locked && !erased)
        do {
            try await second.landfall.enableSim(iccid: iccid)
            Issue.record("a locked phone was used")
        } catch let error as LandfallError {
            guard case .Locked = error else { throw error }
        }
        await #expect(throws: LandfallError.self) { try await second.landfall.signIn(password: Data("wrong".utf8)) }
        try await second.landfall.signIn(password: Data("a long enough password".utf8))
        try await second.landfall.enableSim(iccid: iccid)
    }
}
