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
}

/// Waits until it holds; half a minute at most.
@MainActor func until(_ holds: @MainActor () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while try await !holds() {
        guard ContinuousClock.now < end else { throw Broken("it did not come to hold in half a minute") }
        try await Task.sleep(for: .milliseconds(20))
    }
}
