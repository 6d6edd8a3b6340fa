import Foundation
import LandfallKit
import Stage
import Testing

@Suite struct KeystoreTests {
    /// The contract that every keystore is judged by: here the tests' own; on a phone the Secure Enclave's, from the app's diagnostics.
    @Test func theTestsKeystoreKeepsTheContract() throws {
        let folder = try Folder()
        #expect(checkKeystore(keystore: try FileKeystore(folder.path)) == nil)
    }

    /// The contract finds a keystore that forgets what it destroyed.
    @Test func aKeystoreThatDoesNotDestroyIsFound() throws {
        let folder = try Folder()
        #expect(checkKeystore(keystore: Keeper(try FileKeystore(folder.path))) != nil)
    }
}

/// Destroys nothing.
private final class Keeper: Keystore {
    private let inner: FileKeystore

    init(_ inner: FileKeystore) { self.inner = inner }

    func protection() -> KeystoreProtection { inner.protection() }
    func generateSigningKey(id: String, challenge: Data) throws -> SigningKeyInfo {
        try inner.generateSigningKey(id: id, challenge: challenge)
    }
    func attest(id: String) throws -> SigningKeyInfo { try inner.attest(id: id) }
    func sign(id: String, message: Data) throws -> Data { try inner.sign(id: id, message: message) }
    func makeWrappingKey(id: String) throws { try inner.makeWrappingKey(id: id) }
    func wrap(id: String, plain: Data) throws -> Data { try inner.wrap(id: id, plain: plain) }
    func unwrap(id: String, wrapped: Data) throws -> Data { try inner.unwrap(id: id, wrapped: wrapped) }
    func rewrap(from: String, to: String, wrapped: Data) throws -> Data {
        try inner.rewrap(from: from, to: to, wrapped: wrapped)
    }
    func number(id: String) throws -> UInt64 { try inner.number(id: id) }
    func raise(id: String, number: UInt64) throws { try inner.raise(id: id, number: number) }
    func destroy(id: String) throws {}
}
