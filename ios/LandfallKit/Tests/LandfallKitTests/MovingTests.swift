import Foundation
import LandfallKit
import Stage
import Testing

/// SIMs that are moved, copied and overwritten by the screens' models: two phones of one account, a real kiosk and a real cloud.
@MainActor @Suite(.timeLimit(.minutes(2))) struct MovingTests {
    private let often = Duration.milliseconds(200)

    // R: B5, F5
    @Test func aSimThatIsMovedWorksOnTheOtherPhoneAndIsNotHereAnyMore() async throws {
        let pair = try await Pair()
        // It came a moment ago: the account does not know of it yet.
        let iccid = try await pair.shop.sim(on: pair.here)
        #expect(try await pair.answers(iccid, on: pair.here, sqn: 32))
        let move = MoveModel(pair.here, iccid: iccid, every: often)
        await move.refresh()
        #expect(move.devices.value?.map(\.name) == ["Second phone"] && move.to == nil)
        await move.begin()
        #expect(move.moving == nil)
        move.choose(try #require(move.devices.value?.first))
        let obeys = pair.obeys(pair.there)
        await move.begin()
        obeys.cancel()
        #expect(move.moving?.trouble == nil)
        #expect(move.moving?.steps.last == .done(left: nil))
        #expect(try await pair.sim(iccid, on: pair.here) == nil)
        #expect(try await pair.sim(iccid, on: pair.there)?.dormant == false)
        #expect(try await pair.answers(iccid, on: pair.there, sqn: 64))
    }

    // R: B5, F5
    @Test func theLiveRoleIsTakenWithoutAPhoneThatIsLost() async throws {
        let pair = try await Pair()
        let iccid = try await pair.shop.sim(on: pair.here)
        let copy = MoveModel(pair.here, iccid: iccid, every: often)
        await copy.choose(.copy)
        copy.choose(try #require(copy.devices.value?.first))
        let obeys = pair.obeys(pair.there)
        await copy.begin()
        obeys.cancel()
        await obeys.value
        #expect(copy.moving?.trouble == nil && copy.moving?.done == true)
        #expect(try await pair.sim(iccid, on: pair.there)?.dormant == true)

        // The first phone is lost, and answers nothing from here on.
        let live = MoveModel(pair.there, iccid: iccid, aim: .activate, every: often)
        await live.refresh()
        #expect(live.to?.name == "Second phone")
        let moving = Task { await live.begin() }
        try await until { live.moving?.mayBeLost != nil }
        #expect(live.moving?.mayBeLost == "First phone")
        // The screen is left and shown again: it goes on from where it was.
        live.moving?.leave()
        await moving.value
        #expect(live.moving?.done == false && live.moving?.trouble == nil)
        live.moving?.withoutIt()
        let again = Task { await live.refresh() }
        try await until { live.moving?.done == true }
        await again.value
        #expect(live.moving?.steps.last == .done(left: "First phone"))
        #expect(live.moving?.mayBeLost == nil)
        #expect(try await pair.sim(iccid, on: pair.there)?.dormant == false)
        // Its sequence numbers have leapt beyond whatever the lost one may have accepted: the network is told to follow.
        guard case .resynchronise = try await pair.answer(iccid, on: pair.there, sqn: 32).said else { throw Broken("it took an old challenge") }

        // It is found: its own goes to sleep.
        try await until {
            _ = try await pair.here.contact()
            return try await pair.sim(iccid, on: pair.here)?.dormant == true
        }
    }

    // R: B5
    @Test func aCopyTakesThePlaceOfASimThatIsNamedAndOfNoOther() async throws {
        let pair = try await Pair()
        let iccid = try await pair.shop.sim(on: pair.here)
        let old = try await pair.shop.sim(on: pair.there)
        try await pair.sync()
        let owner = LostPhoneModel(pair.here, every: often)
        await owner.asThisDevice()
        let device = try #require(owner.devices.first { !$0.own })
        let copy = try #require(owner.copying(to: device, overwrites: true))
        #expect(copy.ours.map(\.iccid) == [iccid] && Set(copy.theirs.map(\.iccid)) == [old, pair.kept])
        #expect(copy.iccid == iccid && !copy.asksFrom && !copy.whole)
        copy.replaced = old
        #expect(copy.whole)
        let obeys = pair.obeys(pair.there)
        await copy.begin()
        obeys.cancel()
        #expect(copy.moving?.trouble == nil && copy.moving?.done == true)
        #expect(Set(try await pair.there.sims().map(\.iccid)) == [iccid, pair.kept])
        #expect(try await pair.sim(iccid, on: pair.there)?.dormant == true)
        #expect(try await pair.sim(iccid, on: pair.here)?.dormant == false)
    }

    // R: B5, F5
    @Test func withTheSheetAloneASimIsCopiedByItsNumberFromAPhoneThatIsNamed() async throws {
        let pair = try await Pair()
        let iccid = try await pair.shop.sim(on: pair.here)
        try await pair.sync()
        // It is of another account: what it knows of SIMs is not shown.
        let borrowed = try await pair.shop.phone("borrowed").landfall
        _ = try await borrowed.createAccount(who: pair.cloud.who("bob", device: "Borrowed"))
        _ = try await pair.shop.sim(on: borrowed)
        let owner = LostPhoneModel(borrowed, every: often)
        await owner.bySheet(server: pair.cloud.url, sheet: pair.sheet)
        let device = try #require(owner.devices.first { $0.name == "Second phone" })
        let copy = try #require(owner.copying(to: device, overwrites: false))
        #expect(copy.ours.isEmpty && copy.iccid.isEmpty && !copy.asksFrom && !copy.whole)
        #expect(copy.others.map(\.name) == ["First phone"])
        copy.iccid = " \(iccid) "
        #expect(copy.asksFrom && !copy.whole)
        copy.from = copy.others.first
        #expect(copy.whole)
        let obey = [pair.obeys(pair.here), pair.obeys(pair.there)]
        await copy.begin()
        obey.forEach { $0.cancel() }
        #expect(copy.moving?.trouble == nil && copy.moving?.done == true)
        #expect(try await pair.sim(iccid, on: pair.there)?.dormant == true)
    }

    // R: B5, B6, F4
    @Test func someSimsOfALostPhoneAreErasedAndTheReceiptNamesThem() async throws {
        let pair = try await Pair()
        let gone = try await pair.shop.sim(on: pair.there)
        try await pair.sync()
        let owner = LostPhoneModel(pair.here, every: often)
        await owner.asThisDevice()
        let erase = owner.erasing(on: try #require(owner.devices.first { !$0.own }))
        #expect(Set(erase.theirs.map(\.iccid)) == [gone, pair.kept])
        // Nothing is chosen: nothing is ordered.
        await owner.erase(erase)
        #expect(owner.orders.value?.isEmpty == true)
        for sim in erase.theirs { erase.choose(sim, true) }
        erase.choose(try #require(erase.theirs.first { $0.iccid == pair.kept }), false)
        await owner.erase(erase)
        #expect(owner.trouble == nil && owner.orders.value?.first?.cards == [gone])
        _ = try await pair.there.contact()
        // The order that is looked at is followed.
        let following = Task { await owner.follow() }
        try await until { owner.orders.value?.first?.receipt != nil }
        following.cancel()
        #expect(owner.orders.value?.first?.receipt?.cards == [gone])
        #expect(try await pair.there.sims().map(\.iccid) == [pair.kept])
        erase.typed = "8988211 8988212，8988213\n"
        #expect(erase.chosen == ["8988211", "8988212", "8988213"])
    }
}
