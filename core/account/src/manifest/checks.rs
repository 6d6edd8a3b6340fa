//! The checks that keep a lying server out of an account's keys and devices, each named, so that a test can take one away and see the attack
//! succeed (`model::Check`).

use model::Check;

/// A manifest is signed by the pinned owner key.
pub const OWNER_SIGNS: Check = Check::named("account: owner signs");
/// A manifest names the pinned owner key.
pub const OWNER_KEY: Check = Check::named("account: owner key");
/// A manifest that names a new owner key is signed by it.
pub const SUCCESSOR_SIGNS: Check = Check::named("account: successor signs");
/// The owner key before vouches for a new one.
pub const PREDECESSOR_SIGNS: Check = Check::named("account: predecessor signs");
/// A device that is one of the account's, before and after, vouches for a new owner key.
pub const DEVICE_SIGNS: Check = Check::named("account: device signs succession");
/// What vouches for a new owner key is for this key, at this place of this account's chain.
pub const SUCCESSION_PLACE: Check = Check::named("account: succession's place");
/// A manifest is of this account.
pub const ACCOUNT: Check = Check::named("account: manifest's account");
/// A password is stretched as the client's scheme says.
pub const KDF: Check = Check::named("account: kdf");
/// Versions never sink.
pub const ROLLBACK: Check = Check::named("account: manifest rollback");
/// One version has one content.
pub const FORK: Check = Check::named("account: manifest fork");
/// Versions follow without gaps.
pub const GAP: Check = Check::named("account: manifest gap");
/// Each manifest names the one before.
pub const PREVIOUS: Check = Check::named("account: manifest previous");
/// An enrolled device keeps its key, stays listed, and stays revoked.
pub const DEVICES: Check = Check::named("account: devices stay");
/// An enrolment's epoch is above all that were given.
pub const EPOCHS: Check = Check::named("account: enrolment epochs");
/// Key epoch and revocation epoch never sink.
pub const RISING: Check = Check::named("account: rising epochs");
/// The keyring is of the manifest's key epoch.
pub const KEYRING_EPOCH: Check = Check::named("account: keyring epoch");
/// The keyring is the one that the manifest names.
pub const KEYRING: Check = Check::named("account: named keyring");
