import Foundation
import LandfallKit
import Stage
import Testing

/// What a phone does that its account has not heard of: its owner's to say, on the screen's model.
@MainActor @Suite struct LeaseTests {
    private let day: UInt64 = 86_400

    // R: B6, F4
    @Test func itsOwnerSaysForHowLongThePhoneMayBeOutOfContact() async throws {
        let (shop, cloud) = (try Shop(), try Cloud())
        let landfall = try await shop.phone().landfall
        let without = LeaseModel(landfall)
        await without.refresh()
        guard case .failed(let trouble) = without.standing else { throw Broken("\(without.standing)") }
        #expect(trouble.key == "account.none" && without.wanted == nil)
        await without.save()
        #expect(!without.done)

        _ = try await landfall.createAccount(who: cloud.who("ann", device: "My phone"))
        let lease = LeaseModel(landfall)
        await lease.refresh()
        #expect(lease.wanted != nil)
        // Set by other means: it stands among the choices.
        try await landfall.setLease(lockAfter: 2 * day, eraseAfter: 14 * day, unlockOffline: false)
        await lease.refresh()
        #expect(lease.locks == [1, 2, 7, 30, 90].map { $0 * day })
        #expect(lease.erasures == [7, 14, 30, 90, 365].map { $0 * day })
        // It is not erased before it has locked.
        lease.lock(after: 30 * day)
        #expect(lease.wanted?.eraseAfter == 30 * day && lease.erasures == [30, 90, 365].map { $0 * day })
        lease.lock(after: 7 * day)
        #expect(lease.wanted?.eraseAfter == 30 * day)
        lease.erase(after: 90 * day)
        lease.unlockOffline = true
        await lease.save()
        #expect(lease.trouble == nil && lease.done)
        let holds = Standing(locked: false, lockAfter: 7 * day, eraseAfter: 90 * day, unlockOffline: true)
        #expect(try await landfall.standing() == holds)
    }
}
