#if canImport(DeviceCheck)
import CryptoKit
import DeviceCheck
import Foundation

/// App Attest, once there is a network.
public struct AppAttest: Sendable {
    private let items = KeychainItems(service: "app.landfall.attest")

    public init() {}

    /// What was attested before; without a network, too.
    public func standing() -> Attestation {
        guard let key = try? items.read("key"), let statement = try? items.read("statement"),
            let keyId = String(data: key, encoding: .utf8)
        else { return .unattested }
        return .attested(keyId: keyId, statement: statement)
    }

    /// Asks Apple to vouch for this installation over `challenge`, which whoever wants to know gave. Unattested if the phone can't, or nobody
    /// answers.
    public func attest(challenge: Data) async -> Attestation {
        let service = DCAppAttestService.shared
        guard service.isSupported else { return .unattested }
        do {
            let keyId = try await service.generateKey()
            let statement = try await service.attestKey(keyId, clientDataHash: Data(SHA256.hash(data: challenge)))
            try items.write("key", Data(keyId.utf8))
            try items.write("statement", statement)
            return .attested(keyId: keyId, statement: statement)
        } catch {
            return standing()
        }
    }
}
#endif
