import Foundation

/// Whether Apple vouches for this installation of the app (App Attest).
///
/// It needs Apple's servers, so it is done once there is a network, and a phone that only ever stood at a kiosk is *unattested*. Its key signs
/// App Attest's own format and nothing else: it is no key of the vault's, and `SigningKeyInfo.attestation` stays empty on Apple's phones.
public enum Attestation: Equatable, Sendable {
    case unattested
    /// Apple's statement over a challenge, CBOR, and the key that it is about.
    case attested(keyId: String, statement: Data)
}
