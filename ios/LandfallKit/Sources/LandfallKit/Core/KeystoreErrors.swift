import Foundation

/// What the platform's keystore was doing when it failed.
enum KeystoreUse: Sendable {
    case finding, making, signing
    /// Opening what was wrapped: what was changed fails here.
    case opening
}

/// Apple's numbers for a failure, as the core has it. Domains and codes: `SecBase.h` (errSec…), `LAError.h`, `TKError.h`.
func keystoreFailure(domain: String, code: Int, during use: KeystoreUse, words: String = "") -> KeystoreFailure {
    let unavailable = KeystoreFailure.Unavailable(what: "\(domain) \(code) \(words)".trimmingCharacters(in: .whitespaces))
    switch (domain, code) {
    // errSecInteractionNotAllowed: the item's class of protection is closed, since the phone is locked.
    case ("NSOSStatusErrorDomain", -25308): return .Locked
    // errSecAuthFailed, errSecUserCanceled.
    case ("NSOSStatusErrorDomain", -25293), ("NSOSStatusErrorDomain", -128): return .NeedsUser
    // errSecItemNotFound.
    case ("NSOSStatusErrorDomain", -25300): return .NoSuchKey
    // errSecParam ("ECIES: Failed to aes-gcm decrypt data"), errSecDecode.
    case ("NSOSStatusErrorDomain", -50), ("NSOSStatusErrorDomain", -26275):
        return use == .opening ? .Damaged : unavailable
    // LAError.notInteractive: no prompt may be shown now.
    case ("com.apple.LocalAuthentication", -1004): return .Locked
    // authenticationFailed, userCancel, userFallback, systemCancel, passcodeNotSet, biometryNotAvailable, biometryNotEnrolled, biometryLockout,
    // appCancel, invalidContext.
    case ("com.apple.LocalAuthentication", -10 ... -1): return .NeedsUser
    // TKError.canceledByUser, .authenticationFailed, .authenticationNeeded.
    case ("CryptoTokenKit", -4), ("CryptoTokenKit", -5), ("CryptoTokenKit", -9): return .NeedsUser
    // TKError.corruptedData: what ties the key to the enrolled faces or fingers does not hold any more.
    case ("CryptoTokenKit", -3): return use == .opening ? .Damaged : .Invalidated
    // TKError.objectNotFound.
    case ("CryptoTokenKit", -6): return .NoSuchKey
    default: return unavailable
    }
}
