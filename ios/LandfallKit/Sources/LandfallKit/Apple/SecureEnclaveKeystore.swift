#if canImport(Security)
import Foundation
import LocalAuthentication
import Security

/// The phone's keystore: P-256 keys in the Secure Enclave, where nobody takes them out, and numbers in the Keychain. Nothing of it is synchronised,
/// nor in any backup: `…ThisDeviceOnly`.
///
/// By default a key may be used once the phone was unlocked since its start: a lost phone is a locked one, and must still obey its owner. Of which keys
/// the user is asked first, `confirmed` says.
///
/// Where there is no Secure Enclave (the simulator, an old Mac) keys lie in the Keychain alone, and `protection` says so.
public final class SecureEnclaveKeystore: Keystore, @unchecked Sendable {
    /// How the user confirms before a key is used.
    public enum Confirmation: Sendable {
        case none
        /// Face or finger as enrolled when the key was made, or the passcode.
        case biometryOrPasscode
        /// Face or finger as enrolled when the key was made: once another one is enrolled, the key is `Invalidated` for good.
        case biometry
    }

    private let items: KeychainItems
    private let confirmed: @Sendable (String) -> Confirmation
    private let context: LAContext
    private let enclave: Bool

    /// `service` names the app's items. `reason` is what the user reads when a key asks for them.
    public init(
        service: String = "app.landfall.keystore", reason: String = "",
        enclave: Bool = SecureEnclaveKeystore.hasEnclave,
        confirmed: @escaping @Sendable (String) -> Confirmation = { _ in .none }
    ) {
        items = KeychainItems(service: service)
        context = LAContext()
        context.localizedReason = reason
        self.enclave = enclave
        self.confirmed = confirmed
    }

    /// Every iPhone that runs this app has one; the simulator has none.
    public static var hasEnclave: Bool {
        #if targetEnvironment(simulator)
        false
        #else
        true
        #endif
    }

    public func protection() -> KeystoreProtection { enclave ? .secureElement : .software }

    /// The challenge goes nowhere: Apple attests no key of the Secure Enclave offline. See `Attestation`.
    public func generateSigningKey(id: String, challenge: Data) throws -> SigningKeyInfo {
        try info(find(.sign, id) ?? make(.sign, id))
    }

    public func attest(id: String) throws -> SigningKeyInfo {
        try info(need(.sign, id))
    }

    public func sign(id: String, message: Data) throws -> Data {
        var error: Unmanaged<CFError>?
        let signed = SecKeyCreateSignature(
            try need(.sign, id), .ecdsaSignatureMessageX962SHA256, message as CFData, &error)
        guard let signed else { throw failure(error, .signing) }
        return signed as Data
    }

    public func makeWrappingKey(id: String) throws {
        _ = try find(.wrap, id) ?? make(.wrap, id)
    }

    public func wrap(id: String, plain: Data) throws -> Data {
        try seal(try need(.wrap, id), plain)
    }

    public func unwrap(id: String, wrapped: Data) throws -> Data {
        try open(try need(.wrap, id), wrapped)
    }

    /// The plain text is in this process for a moment: the Secure Enclave has no way to do both in one.
    public func rewrap(from: String, to: String, wrapped: Data) throws -> Data {
        let (old, new) = (try need(.wrap, from), try need(.wrap, to))
        var plain = try open(old, wrapped)
        defer { plain.resetBytes(in: 0..<plain.count) }
        return try seal(new, plain)
    }

    public func number(id: String) throws -> UInt64 {
        guard let kept = try items.read("number." + id) else { return 0 }
        guard let number = UInt64(String(decoding: kept, as: UTF8.self)) else {
            throw KeystoreFailure.Unavailable(what: "a number of the Keychain can't be read")
        }
        return number
    }

    public func raise(id: String, number: UInt64) throws {
        // A key is no number.
        guard try find(.sign, id) == nil, try find(.wrap, id) == nil else { throw KeystoreFailure.NoSuchKey }
        guard try self.number(id: id) < number else { return }
        try items.write("number." + id, Data(String(number).utf8))
    }

    public func destroy(id: String) throws {
        for kind in [Kind.sign, .wrap] {
            // The mark goes first: a kill in between leaves a key that is found and destroyed again, not one that seems invalidated.
            try items.delete(kind.mark(id))
            let status = SecItemDelete(query(kind, id) as CFDictionary)
            guard status == errSecSuccess || status == errSecItemNotFound else { throw failure(status, .finding) }
        }
        try items.delete("number." + id)
    }

    private enum Kind: String {
        case sign, wrap

        /// Says that a key was made here: one that is gone all the same was made unusable by the system.
        func mark(_ id: String) -> String { "made.\(rawValue).\(id)" }
    }

    private func query(_ kind: Kind, _ id: String) -> [CFString: Any] {
        [
            kSecClass: kSecClassKey,
            kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
            kSecAttrApplicationTag: Data("\(items.service).\(kind.rawValue).\(id)".utf8),
        ]
    }

    private func make(_ kind: Kind, _ id: String) throws -> SecKey {
        var flags: SecAccessControlCreateFlags = .privateKeyUsage
        switch confirmed(id) {
        case .none: break
        case .biometryOrPasscode: flags.insert([.biometryCurrentSet, .or, .devicePasscode])
        case .biometry: flags.insert(.biometryCurrentSet)
        }
        var error: Unmanaged<CFError>?
        guard let access = SecAccessControlCreateWithFlags(
            nil, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, enclave ? flags : [], &error)
        else { throw failure(error, .making) }
        var attributes = query(kind, id)
        attributes[kSecClass] = nil
        attributes[kSecAttrApplicationTag] = nil
        attributes[kSecAttrKeySizeInBits] = 256
        if enclave { attributes[kSecAttrTokenID] = kSecAttrTokenIDSecureEnclave }
        attributes[kSecPrivateKeyAttrs] = [
            kSecAttrIsPermanent: true,
            kSecAttrApplicationTag: query(kind, id)[kSecAttrApplicationTag] as Any,
            kSecAttrAccessControl: access,
        ] as [CFString: Any]
        guard let key = SecKeyCreateRandomKey(attributes as CFDictionary, &error) else { throw failure(error, .making) }
        try items.write(kind.mark(id), Data())
        return key
    }

    private func find(_ kind: Kind, _ id: String) throws -> SecKey? {
        var query = query(kind, id)
        query[kSecReturnRef] = true
        query[kSecUseAuthenticationContext] = context
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        guard status != errSecItemNotFound else { return nil }
        guard status == errSecSuccess, let found else { throw failure(status, .finding) }
        // The class of the query says what it is: `as?` on a CF type always succeeds.
        return (found as! SecKey)
    }

    private func need(_ kind: Kind, _ id: String) throws -> SecKey {
        if let key = try find(kind, id) { return key }
        throw try items.read(kind.mark(id)) == nil ? KeystoreFailure.NoSuchKey : KeystoreFailure.Invalidated
    }

    private func info(_ key: SecKey) throws -> SigningKeyInfo {
        var error: Unmanaged<CFError>?
        guard let point = SecKeyCopyPublicKey(key).flatMap({ SecKeyCopyExternalRepresentation($0, &error) }) else {
            throw failure(error, .finding)
        }
        return SigningKeyInfo(publicKey: point as Data, attestation: [])
    }

    private static let algorithm = SecKeyAlgorithm.eciesEncryptionCofactorVariableIVX963SHA256AESGCM

    private func seal(_ key: SecKey, _ plain: Data) throws -> Data {
        var error: Unmanaged<CFError>?
        guard let point = SecKeyCopyPublicKey(key),
            let sealed = SecKeyCreateEncryptedData(point, Self.algorithm, plain as CFData, &error)
        else { throw failure(error, .signing) }
        return sealed as Data
    }

    private func open(_ key: SecKey, _ wrapped: Data) throws -> Data {
        var error: Unmanaged<CFError>?
        guard let plain = SecKeyCreateDecryptedData(key, Self.algorithm, wrapped as CFData, &error) else {
            throw failure(error, .opening)
        }
        return plain as Data
    }

    private func failure(_ error: Unmanaged<CFError>?, _ use: KeystoreUse) -> KeystoreFailure {
        guard let error = error?.takeRetainedValue() else { return .Unavailable(what: "no reason was given") }
        return keystoreFailure(
            domain: CFErrorGetDomain(error) as String, code: CFErrorGetCode(error), during: use)
    }

    private func failure(_ status: OSStatus, _ use: KeystoreUse) -> KeystoreFailure {
        keystoreFailure(domain: "NSOSStatusErrorDomain", code: Int(status), during: use)
    }
}
#endif
