#if canImport(Security)
import Foundation
import Security

/// Small things in the Keychain, on this device alone.
struct KeychainItems: Sendable {
    let service: String

    private func query(_ name: String) -> [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: service,
            kSecAttrAccount: name,
            kSecAttrSynchronizable: false,
        ]
    }

    /// None if there is none.
    func read(_ name: String) throws -> Data? {
        var query = query(name)
        query[kSecReturnData] = true
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        guard status != errSecItemNotFound else { return nil }
        guard status == errSecSuccess, let found = found as? Data else { throw failure(status) }
        return found
    }

    func write(_ name: String, _ bytes: Data) throws {
        var item = query(name)
        item[kSecValueData] = bytes
        item[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        var status = SecItemAdd(item as CFDictionary, nil)
        if status == errSecDuplicateItem {
            status = SecItemUpdate(query(name) as CFDictionary, [kSecValueData: bytes] as [CFString: Any] as CFDictionary)
        }
        guard status == errSecSuccess else { throw failure(status) }
    }

    func delete(_ name: String) throws {
        let status = SecItemDelete(query(name) as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw failure(status) }
    }

    private func failure(_ status: OSStatus) -> KeystoreFailure {
        keystoreFailure(domain: "NSOSStatusErrorDomain", code: Int(status), during: .finding)
    }
}
#endif
