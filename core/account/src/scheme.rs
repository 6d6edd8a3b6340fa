//! The key scheme's versions (`docs/account-keys.md`). A client fixes everything by the version that it speaks; a server has no say in it.

use crate::wire::Kdf;

/// A version of the key scheme: its labels and how a password is stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    kdf: Kdf,
}

impl Scheme {
    /// Version 1: Argon2id with 64 MiB, 3 passes, one lane. That is more than the second recommendation of RFC 9106 §4 in lanes' stead, and
    /// what a browser's single thread does within a second or two.
    pub const V1: Self = Self { kdf: Kdf { memory: 64 * 1024, passes: 3, lanes: 1 } };

    /// For tests: a password as cheap to stretch as Argon2id allows.
    #[cfg(any(test, feature = "weak"))]
    pub const CHEAP: Self = Self { kdf: Kdf { memory: 8, passes: 1, lanes: 1 } };

    /// How the password is stretched; the manifest repeats it, so that all devices see what the account was made with.
    #[must_use]
    pub const fn kdf(&self) -> Kdf {
        self.kdf
    }
}
