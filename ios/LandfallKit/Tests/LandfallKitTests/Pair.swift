import Foundation
import LandfallKit
import Stage

/// Two phones of one account; the second has its chip, by a SIM of its own, and the account knows that.
@MainActor struct Pair {
    let shop: Shop
    let cloud: Cloud
    let here: Landfall
    let there: Landfall
    let sheet: String
    /// The second phone's own SIM.
    let kept: String

    init() async throws {
        (shop, cloud) = (try Shop(), try Cloud())
        let (first, second, sheet) = try await cloud.two(shop)
        (here, there, self.sheet) = (first.landfall, second.landfall, sheet)
        kept = try await shop.sim(on: there)
        _ = try await there.sync().run()
    }

    func sync() async throws {
        _ = try await there.sync().run()
        _ = try await here.sync().run()
    }

    func sim(_ iccid: String, on landfall: Landfall) async throws -> SimInfo? {
        try await landfall.sims().first { $0.iccid == iccid }
    }

    /// Whether it answers its network there, and as that network expects.
    func answers(_ iccid: String, on landfall: Landfall, sqn: UInt64) async throws -> Bool {
        let (said, expected) = try await answer(iccid, on: landfall, sqn: sqn)
        return said == .success(res: expected)
    }

    func answer(_ iccid: String, on landfall: Landfall, sqn: UInt64) async throws -> (said: Aka, expected: Data) {
        try await landfall.enableSim(iccid: iccid)
        let (challenge, xres) = try shop.network(of: iccid).challenge(rand: [UInt8](0x10...0x1F), sqn: sqn)
        return (try await landfall.authenticate(iccid: iccid, pin: Data("1357".utf8), challenge: challenge), xres)
    }

    /// A phone that is on, and obeys.
    func obeys(_ landfall: Landfall) -> Task<Void, Never> {
        Task {
            while !Task.isCancelled {
                _ = try? await landfall.contact()
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}
