//! Signing in two steps, since signing is an effect.

/// Something complete but for its signature, which is an effect: who holds the key signs [`Unsigned::message`]
/// (ECDSA P-256 over its SHA-256) and hands the raw `r‖s` to [`Unsigned::signed`].
#[must_use = "nothing comes of it until it is signed"]
pub struct Unsigned<T> {
    /// The bytes to sign, not hashed yet.
    pub message: Vec<u8>,
    finish: Box<dyn FnOnce([u8; 64]) -> T + Send>,
}

impl<T> Unsigned<T> {
    /// `finish` puts the signature into its place.
    pub fn new(message: Vec<u8>, finish: impl FnOnce([u8; 64]) -> T + Send + 'static) -> Self {
        Self { message, finish: Box::new(finish) }
    }

    /// The whole, with `signature` = `r‖s`, 32 bytes each, big-endian.
    pub fn signed(self, signature: [u8; 64]) -> T {
        (self.finish)(signature)
    }

    /// The same signature, put into something larger.
    pub fn map<U>(self, wrap: impl FnOnce(T) -> U + Send + 'static) -> Unsigned<U>
    where
        T: 'static,
    {
        let finish = self.finish;
        Unsigned::new(self.message, move |signature| wrap(finish(signature)))
    }
}

impl<T> std::fmt::Debug for Unsigned<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unsigned({} bytes to sign)", self.message.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Unsigned;

    #[test]
    fn a_signature_goes_through_every_wrapping() {
        let inner = Unsigned::new(vec![1, 2], |signature| signature[0]);
        let outer = inner.map(|first| vec![first, 9]);
        assert_eq!(outer.message, [1, 2]);
        assert_eq!(outer.signed([7; 64]), [7, 9]);
    }
}
