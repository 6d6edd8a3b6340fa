import Foundation
import Stage
import Testing

@testable import LandfallKit

/// The address of this machine on a network with Avahi, where scripts/ios-test has made one.
private let lan = ProcessInfo.processInfo.environment["LANDFALL_LAN"]

/// Kiosks on the network, by the adapter that asks the system: on Linux Avahi answers it.
@Suite struct NearTests {
    // R: A2
    @Test(.enabled(if: lan != nil, "LANDFALL_LAN is not set: no network with Avahi"))
    func theSystemsSearchKeepsTheContract() throws {
        // A dot is DNS's own.
        let shop = try Shop("Gate 7.2, 登机口", lan: lan)
        #expect(checkServiceBrowser(browser: DnsServiceBrowser(), name: "Gate 7.2, 登机口") == nil)
        withExtendedLifetime(shop) {}
    }

    // R: A2 A3
    @Test(.enabled(if: lan != nil, "LANDFALL_LAN is not set: no network with Avahi"))
    func aKioskThatTheSystemFindsSells() async throws {
        let shop = try Shop("Gate 8", lan: lan)
        let (_, landfall) = try await shop.phone(browser: DnsServiceBrowser())
        let found = try await landfall.findKiosks(seconds: 3)
        let kiosk = try #require(found.first { $0.name == "Gate 8" }, "\(found)")
        #expect(kiosk.links == [.wifi] && kiosk.trusted)
        let port = try #require(shop.address.split(separator: ":").last)
        #expect(kiosk.addresses.allSatisfy { $0.hasSuffix(".local:\(port)") }, "\(kiosk)")
        let visit = try await landfall.visit(target: .found(kiosk: kiosk))
        let gained = try await visit.acquire(classId: "hello", userId: nil, voucher: nil).run()
        #expect(try await landfall.sims().map(\.iccid) == [gained.iccid])
    }

    // R: A2 F3
    @Test func aSearchThatTheUserForbidsIsSaid() async throws {
        let shop = try Shop()
        let (_, landfall) = try await shop.phone(browser: Forbidden())
        await #expect {
            try await landfall.findKiosks(seconds: 1)
        } throws: { error in
            let trouble = (error as? LandfallError)?.trouble
            return trouble?.key == "kiosk.search.denied" && trouble?.advice.contains("settings") == true
        }
    }

    // R: A2 F3
    @Test func aSearchGoesOnOnceTheUserAllowsIt() throws {
        var asked = 0
        func allowed(after refusals: Int) throws -> Int {
            asked = 0
            return try onceAllowed(until: .now + .seconds(1), pause: 0.1) { _ in
                asked += 1
                if asked <= refusals { throw ServiceBrowserFailure.Denied(what: "not yet") }
                return asked
            }
        }
        #expect(try allowed(after: 2) == 3)
        #expect(throws: ServiceBrowserFailure.Denied(what: "not yet")) { try allowed(after: .max) }
        #expect((3...11).contains(asked))
    }
}

private final class Forbidden: ServiceBrowser {
    func browse(service: String, seconds: UInt32) throws -> [FoundService] {
        throw ServiceBrowserFailure.Denied(what: "local network")
    }
}
