use rsp::Unsigned;

/// The name under which the caller's keystore knows a private key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName(pub String);

/// An answer that lacks its signature, and whose it must be.
#[derive(Debug)]
#[must_use = "it is no answer until it is signed"]
pub struct ToSign<T> {
    /// The key that signs.
    pub key: KeyName,
    /// What is signed.
    pub unsigned: Unsigned<T>,
}

impl<T> ToSign<T> {
    /// The bytes to sign.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.unsigned.message
    }

    /// The answer. `signature` is raw `r‖s`.
    pub fn signed(self, signature: [u8; 64]) -> T {
        self.unsigned.signed(signature)
    }
}
