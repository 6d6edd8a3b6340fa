import Foundation
import LandfallKit
import Stage
import Testing

/// A real cloud and two phones.
@Suite struct AccountTests {
    // R: B4
    @Test func twoDevicesSync() async throws {
        let (shop, cloud) = (try Shop(), try Cloud())
        let (first, second, _) = try await cloud.two(shop)
        let iccid = try await shop.sim(on: first.landfall)
        _ = try await first.landfall.sync().run()
        #expect(try await first.landfall.account()?.unsynced == 0)
        _ = try await second.landfall.sync().run()
        let added = try await second.landfall.activity().first { $0.what == "card_added" }
        #expect(added?.iccid == iccid && added?.device == "First phone")
    }

    // R: B4
    @MainActor @Test func aDeviceIsApprovedByAnother() async throws {
        let (shop, cloud) = (try Shop(), try Cloud())
        let (first, second) = (try await shop.phone("first"), try await shop.phone("second"))
        let signUp = SignInModel(first.landfall, server: cloud.url, device: "First phone")
        (signUp.login, signUp.password) = ("ann", "a long enough password")
        #expect(signUp.complete)
        await signUp.signUp()
        #expect(signUp.made != nil && signUp.password.isEmpty)
        await signUp.sheetWasShown()
        #expect(signUp.done)

        let asking = SignInModel(second.landfall, server: cloud.url, device: "Second phone")
        (asking.login, asking.password) = ("ann", "a long enough password")
        let asked = Task { await asking.askApproval() }
        let approve = ApproveModel(first.landfall, every: .milliseconds(100))
        let looking = Task { await approve.look() }
        try await until { approve.waiting.value?.isEmpty == false }
        await approve.answer(try #require(approve.waiting.value?.first))
        try await until { asking.code != nil }
        #expect(approve.code == asking.code && approve.comparing?.name == "Second phone")
        await approve.compared(true)
        await asked.value
        await looking.value
        #expect(asking.done && approve.done)
        let account = AccountModel(first.landfall)
        await account.refresh()
        #expect(account.devices?.value?.map(\.name).sorted() == ["First phone", "Second phone"])
    }

    // R: B4
    @MainActor @Test func theSheetAloneSetsANewPassword() async throws {
        let (shop, cloud) = (try Shop(), try Cloud())
        let (first, third) = (try await shop.phone("first"), try await shop.phone("third"))
        let made = try await first.landfall.createAccount(who: cloud.who("ann", device: "First phone"))
        let signIn = SignInModel(third.landfall, server: cloud.url, device: "Third phone")
        (signIn.login, signIn.password, signIn.sheet) = ("ann", "another long password", made.sheet)
        await signIn.recover(revokeOthers: true)
        #expect(signIn.trouble == nil && signIn.done && signIn.sheet.isEmpty)
        let account = AccountModel(third.landfall)
        await account.refresh()
        #expect(account.devices?.value?.filter { !$0.revoked }.map(\.name) == ["Third phone"])
        let own = try #require(account.devices?.value?.first { $0.own })
        await account.rename(own, "My only phone")
        #expect(account.trouble == nil)
        #expect(account.devices?.value?.first { $0.own }?.name == "My only phone")
    }

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

/// Waits until it holds; half a minute at most.
@MainActor func until(_ holds: @MainActor () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while try await !holds() {
        guard ContinuousClock.now < end else { throw Broken("it did not come to hold in half a minute") }
        try await Task.sleep(for: .milliseconds(20))
    }
}
