use crate::wire::Bytes;
use model::Random;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// An account's id: 16 bytes, made by the client.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub [u8; 16]);

impl AccountId {
    /// A new one.
    #[must_use]
    pub fn make(random: &mut dyn Random) -> Self {
        let mut id = [0; 16];
        random.fill(&mut id);
        Self(id)
    }

    /// As it came; none if it is no account's id.
    #[must_use]
    pub fn read(bytes: &Bytes) -> Option<Self> {
        bytes.0.as_slice().try_into().ok().map(Self)
    }

    /// As it travels.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        Bytes::from(self.0)
    }
}

impl std::fmt::Debug for AccountId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccountId({})", self.bytes().text())
    }
}

/// A secret of fixed size: zeroised on drop, compared in constant time, hidden from `Debug`.
macro_rules! secret {
    ($(#[$doc:meta])* $name:ident, $size:literal) => {
        $(#[$doc])*
        #[derive(Clone, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; $size]);

        impl $name {
            /// From its bytes; the caller wipes its own copy.
            #[must_use]
            pub const fn new(bytes: [u8; $size]) -> Self {
                Self(bytes)
            }

            /// A new one.
            #[must_use]
            pub fn make(random: &mut dyn Random) -> Self {
                let mut made = Self([0; $size]);
                random.fill(&mut made.0);
                made
            }

            /// From bytes of the right length.
            #[must_use]
            pub fn read(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// The bytes themselves; the caller answers for where they go.
            #[must_use]
            pub const fn expose(&self) -> &[u8; $size] {
                &self.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.ct_eq(&other.0).into()
            }
        }

        impl Eq for $name {}

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}
pub(super) use secret;

secret! {
    /// 128 bits that stand beside the password and on the recovery sheet; the server never has them.
    SecretKey, 16
}
secret! {
    /// What everything else of the account hangs on.
    Root, 32
}
secret! {
    /// What the key that only locks is made from; new with each password.
    LockSeed, 32
}
secret! {
    /// What ids that follow from a subject are made with; it stays when the root is replaced.
    NameKey, 32
}

impl NameKey {
    /// The one of an account whose root was never replaced.
    #[must_use]
    pub fn of(account: &AccountId, root: &Root) -> Self {
        Self(*super::bytes(root.expose(), account, b"landfall/1 record id", 0))
    }
}

secret! {
    /// OPAQUE's `export_key` (RFC 9807 §3): the client's alone, by the password.
    ExportKey, 64
}
