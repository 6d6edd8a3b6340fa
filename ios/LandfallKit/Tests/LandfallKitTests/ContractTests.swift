import Foundation
import LandfallKit
import Stage
import Testing

/// The core judges adapters of a platform; here those of these tests, good and bad.
@Suite struct ContractTests {
    // R: A5 A6
    @Test func whatInstallsIsJudged() {
        let good = PackageData(isDriver: true, version: "2.1", bytes: Data("PK a driver".utf8))
        #expect(checkPackageInstaller(installer: System(looks: true), good: good) == nil)
        let blind = checkPackageInstaller(installer: System(looks: false), good: good)
        #expect(blind == "what is no package is not installed")
    }

    // R: A2
    @Test func aTagIsJudged() {
        #expect(checkNfcLink(link: Field(isSteady: true)) == nil)
        #expect(checkNfcLink(link: Field(isSteady: false))?.contains("6A82") == true)
    }

    // R: F3
    @Test func aQuestionIsJudged() async {
        let willing = User { $1.agree(code: $0.needsCode ? Data("4711".utf8) : nil) }
        #expect(await checkConsent(consent: willing) == nil)
        let careless = User { $1.agree(code: nil) }
        #expect(await checkConsent(consent: careless) == "a code comes where it is asked for, and only there")
        // Let go without a word: that is later.
        #expect(await checkConsent(consent: User { _, _ in }) == "who agrees has agreed")
    }
}

/// A system that takes what begins as a package does, if it looks.
private final class System: PackageInstaller, @unchecked Sendable {
    private let looks: Bool
    private let lock = NSLock()
    private var driver: String?

    init(looks: Bool) { self.looks = looks }

    func install(package: PackageData) throws -> Bool {
        if looks, !package.bytes.starts(with: Data("PK".utf8)) { throw PackageRefused.Refused(what: "no package") }
        lock.withLock { driver = package.version }
        return true
    }

    func installed(isDriver: Bool) -> String? { isDriver ? lock.withLock { driver } : "1.0" }
}

/// A kiosk's application in a field; steady: a refusal comes as it is.
private final class Field: NfcLink {
    private let isSteady: Bool

    init(isSteady: Bool) { self.isSteady = isSteady }

    func transceive(command: Data) throws -> Data {
        guard command[command.startIndex + 1] == 0xA4 else { return Data([0x6D, 0x00]) }
        if command.range(of: Data("LANDFALL".utf8)) != nil { return Data([0x90, 0x00]) }
        guard isSteady else { throw NfcFailure.Gone(what: "6A82") }
        return Data([0x6A, 0x82])
    }
}

private final class User: Consent {
    private let says: @Sendable (ProposalInfo, Answering) -> Void

    init(_ says: @escaping @Sendable (ProposalInfo, Answering) -> Void) { self.says = says }

    func ask(proposal: ProposalInfo, answer: Answering) {
        Thread.detachNewThread { [says] in says(proposal, answer) }
    }
}
