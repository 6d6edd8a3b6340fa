import Foundation
import Testing

@testable import LandfallKit

/// What stands beside Apple's frameworks and needs none of them.
@Suite struct AppleTests {
    @Test(arguments: [
        ("NSOSStatusErrorDomain", -25308, KeystoreUse.finding, KeystoreFailure.Locked),
        ("NSOSStatusErrorDomain", -25308, .opening, .Locked),
        ("NSOSStatusErrorDomain", -25293, .signing, .NeedsUser),
        ("NSOSStatusErrorDomain", -25300, .finding, .NoSuchKey),
        ("NSOSStatusErrorDomain", -50, .opening, .Damaged),
        ("com.apple.LocalAuthentication", -2, .signing, .NeedsUser),
        ("com.apple.LocalAuthentication", -1004, .signing, .Locked),
        ("CryptoTokenKit", -3, .signing, .Invalidated),
        ("CryptoTokenKit", -3, .opening, .Damaged),
    ])
    func keystoresErrorsAreTheCores(domain: String, code: Int, use: KeystoreUse, failure: KeystoreFailure) {
        #expect(keystoreFailure(domain: domain, code: code, during: use) == failure)
    }

    @Test func whatMayPassIsNotCalledDamaged() {
        // errSecParam outside of opening, errSecNotAvailable: trying again may help.
        for (code, use) in [(-50, KeystoreUse.signing), (-25291, .opening)] {
            guard case .Unavailable = keystoreFailure(domain: "NSOSStatusErrorDomain", code: code, during: use) else {
                Issue.record("\(code)")
                return
            }
        }
    }

    @Test func anActivationCodeIsHandedToTheSystem() {
        let link = esimSetupLink(activationCode: " LPA:1$rsp.example.com$AB-12+3&4 \n")
        #expect(link?.host == "esimsetup.apple.com" && link?.path == "/esim_qrcode_provisioning")
        let items = link.flatMap { URLComponents(url: $0, resolvingAgainstBaseURL: false)?.queryItems }
        #expect(items?.first?.value == "LPA:1$rsp.example.com$AB-12+3&4")
        #expect(esimSetupLink(activationCode: "LANDFALL:1$tcp") == nil)
        let order = EsimOrder(activationCode: "LPA:1$rsp.example.com$M$1.3.6.1")
        #expect(order?.address == "rsp.example.com" && order?.matchingId == "M" && order?.oid == "1.3.6.1")
        #expect(EsimOrder(activationCode: "LPA:1$$M") == nil)
    }

    @Test func progressIsWhatItsEventsComeTo() {
        var progress = FlowProgress()
        progress.take(.reserved(leaseSeconds: 600))
        #expect(progress.phase == .reserved && progress.leaseSeconds == 600 && progress.canBeStopped)
        progress.take(.bytes(received: 50, total: nil))
        #expect(progress.fraction == nil)
        progress.take(.bytes(received: 100, total: 400))
        progress.take(.bytes(received: 200, total: nil))
        #expect(progress.fraction == 0.5)
        progress.take(.installing)
        #expect(!progress.canBeStopped)
    }

    @MainActor @Test func placesAreSaidHonestly() {
        var facts = DeviceFacts(
            os: "ios", cpu: "aarch64", hardwareId: "", bands: nil, carrierLocked: nil, systemEsim: false, driverInstalled: true)
        #expect(PlacesModel(facts, removable: false).places.map(\.usable) == [false, false, true])
        facts.systemEsim = true
        #expect(PlacesModel(facts, removable: false).places.map(\.usable) == [true, false, true])
    }
}
