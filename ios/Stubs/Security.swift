// Stub type check only. Never run, never shipped.
@_exported import Foundation

// Linux has no toll-free bridging: CF's types are Swift's here.
public typealias CFString = String
public typealias CFData = Data
public typealias CFDictionary = [String: Any]
public typealias CFTypeRef = AnyObject
public typealias CFAllocator = NSObject
public typealias OSStatus = Int32

// class CFError; func CFErrorGetDomain(_ err: CFError!) -> CFErrorDomain!; func CFErrorGetCode(_ err: CFError!) -> CFIndex
public final class CFError {}
public func CFErrorGetDomain(_ error: CFError) -> CFString { fatalError() }
public func CFErrorGetCode(_ error: CFError) -> Int { fatalError() }

// let kSecClass: CFString, and so on
public let kSecClass: CFString = "", kSecClassKey: CFString = "", kSecClassGenericPassword: CFString = ""
public let kSecAttrKeyType: CFString = "", kSecAttrKeyTypeECSECPrimeRandom: CFString = ""
public let kSecAttrKeySizeInBits: CFString = "", kSecAttrApplicationTag: CFString = ""
public let kSecAttrTokenID: CFString = "", kSecAttrTokenIDSecureEnclave: CFString = ""
public let kSecPrivateKeyAttrs: CFString = "", kSecAttrIsPermanent: CFString = "", kSecAttrAccessControl: CFString = ""
public let kSecAttrAccessible: CFString = "", kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly: CFString = ""
public let kSecAttrService: CFString = "", kSecAttrAccount: CFString = "", kSecAttrSynchronizable: CFString = ""
public let kSecValueData: CFString = "", kSecReturnRef: CFString = "", kSecReturnData: CFString = ""
public let kSecUseAuthenticationContext: CFString = ""

// var errSecSuccess: OSStatus { get } // 0; errSecItemNotFound -25300; errSecDuplicateItem -25299
public let errSecSuccess: OSStatus = 0, errSecItemNotFound: OSStatus = -25300, errSecDuplicateItem: OSStatus = -25299

// class SecKey, class SecAccessControl
public final class SecKey {}
public final class SecAccessControl {}

// struct SecAccessControlCreateFlags: OptionSet
public struct SecAccessControlCreateFlags: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    // static var privateKeyUsage, biometryCurrentSet, or, devicePasscode: SecAccessControlCreateFlags
    public static let privateKeyUsage = Self(rawValue: 1 << 30), biometryCurrentSet = Self(rawValue: 1 << 3)
    public static let or = Self(rawValue: 1 << 14), devicePasscode = Self(rawValue: 1 << 4)
}

// struct SecKeyAlgorithm
public struct SecKeyAlgorithm: Sendable {
    // static let ecdsaSignatureMessageX962SHA256: SecKeyAlgorithm
    public static let ecdsaSignatureMessageX962SHA256 = Self()
    // static let eciesEncryptionCofactorVariableIVX963SHA256AESGCM: SecKeyAlgorithm
    public static let eciesEncryptionCofactorVariableIVX963SHA256AESGCM = Self()
}

// func SecAccessControlCreateWithFlags(_ allocator: CFAllocator?, _ protection: CFTypeRef, _ flags: SecAccessControlCreateFlags,
//     _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?) -> SecAccessControl?
public func SecAccessControlCreateWithFlags(
    _ allocator: CFAllocator?, _ protection: CFString, _ flags: SecAccessControlCreateFlags,
    _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> SecAccessControl? { fatalError() }
// func SecKeyCreateRandomKey(_ parameters: CFDictionary, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?) -> SecKey?
public func SecKeyCreateRandomKey(
    _ parameters: CFDictionary, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> SecKey? { fatalError() }
// func SecKeyCopyPublicKey(_ key: SecKey) -> SecKey?
public func SecKeyCopyPublicKey(_ key: SecKey) -> SecKey? { fatalError() }
// func SecKeyCopyExternalRepresentation(_ key: SecKey, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?) -> CFData?
public func SecKeyCopyExternalRepresentation(
    _ key: SecKey, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> CFData? { fatalError() }
// func SecKeyCreateSignature(_ key: SecKey, _ algorithm: SecKeyAlgorithm, _ dataToSign: CFData,
//     _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?) -> CFData?
public func SecKeyCreateSignature(
    _ key: SecKey, _ algorithm: SecKeyAlgorithm, _ dataToSign: CFData, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> CFData? { fatalError() }
// func SecKeyCreateEncryptedData(_ key: SecKey, _ algorithm: SecKeyAlgorithm, _ plaintext: CFData,
//     _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?) -> CFData?
public func SecKeyCreateEncryptedData(
    _ key: SecKey, _ algorithm: SecKeyAlgorithm, _ plaintext: CFData, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> CFData? { fatalError() }
// func SecKeyCreateDecryptedData(_ key: SecKey, _ algorithm: SecKeyAlgorithm, _ ciphertext: CFData,
//     _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?) -> CFData?
public func SecKeyCreateDecryptedData(
    _ key: SecKey, _ algorithm: SecKeyAlgorithm, _ ciphertext: CFData, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> CFData? { fatalError() }
// func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus
public func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { fatalError() }
// func SecItemAdd(_ attributes: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus
public func SecItemAdd(_ attributes: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { fatalError() }
// func SecItemUpdate(_ query: CFDictionary, _ attributesToUpdate: CFDictionary) -> OSStatus
public func SecItemUpdate(_ query: CFDictionary, _ attributesToUpdate: CFDictionary) -> OSStatus { fatalError() }
// func SecItemDelete(_ query: CFDictionary) -> OSStatus
public func SecItemDelete(_ query: CFDictionary) -> OSStatus { fatalError() }

// Foundation's, which Linux lacks: FileAttributeKey.protectionKey, struct FileProtectionType
extension FileAttributeKey {
    // static let protectionKey: FileAttributeKey
    public static let protectionKey = FileAttributeKey(rawValue: "")
}
public struct FileProtectionType: Sendable {
    // static let completeUntilFirstUserAuthentication: FileProtectionType
    public static let completeUntilFirstUserAuthentication = FileProtectionType()
}
