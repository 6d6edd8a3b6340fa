//! Where Noise takes its primitives from: cipher and hash from `ring`, X25519 from `x25519-dalek`, and the one random
//! value a handshake needs (the ephemeral private key) from the caller.

use snow::{
    Error,
    params::{CipherChoice, DHChoice, HashChoice},
    resolvers::{CryptoResolver, RingResolver},
    types::{Cipher, Dh, Hash, Random},
};
use std::sync::Mutex;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

/// The primitives of one handshake.
pub(crate) struct Primitives {
    seed: Mutex<Option<Zeroizing<[u8; 32]>>>,
}

impl Primitives {
    pub(crate) fn new(random: &mut dyn model::Random) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        random.fill(&mut *seed);
        Self { seed: Mutex::new(Some(seed)) }
    }
}

impl CryptoResolver for Primitives {
    fn resolve_rng(&self) -> Option<Box<dyn Random>> {
        let seed = self.seed.lock().ok()?.take()?;
        Some(Box::new(Once(Some(seed))))
    }

    fn resolve_dh(&self, choice: &DHChoice) -> Option<Box<dyn Dh>> {
        matches!(choice, DHChoice::Curve25519).then(|| Box::<X25519>::default() as Box<dyn Dh>)
    }

    fn resolve_hash(&self, choice: &HashChoice) -> Option<Box<dyn Hash>> {
        RingResolver.resolve_hash(choice)
    }

    fn resolve_cipher(&self, choice: &CipherChoice) -> Option<Box<dyn Cipher>> {
        #[cfg(test)]
        if !crate::checks::SEAL.on() {
            return Some(Box::new(unsealed::Unsealed));
        }
        RingResolver.resolve_cipher(choice)
    }
}

/// Gives its bytes once; asked again it fails, so that no two handshakes can share an ephemeral key.
struct Once(Option<Zeroizing<[u8; 32]>>);

impl Random for Once {
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Error> {
        let seed = self.0.take().ok_or(Error::Rng)?;
        let seed = seed.get(..out.len()).ok_or(Error::Rng)?;
        out.copy_from_slice(seed);
        Ok(())
    }
}

/// X25519 that wipes its private key and refuses keys of low order, whose shared secret anybody knows (RFC 7748 §6.1).
#[derive(Default)]
struct X25519 {
    private: Zeroizing<[u8; 32]>,
    public: [u8; 32],
}

impl Dh for X25519 {
    fn name(&self) -> &'static str {
        "25519"
    }

    fn pub_len(&self) -> usize {
        32
    }

    fn priv_len(&self) -> usize {
        32
    }

    fn set(&mut self, private: &[u8]) {
        for (to, from) in self.private.iter_mut().zip(private) {
            *to = *from;
        }
        self.public = PublicKey::from(&StaticSecret::from(*self.private)).to_bytes();
    }

    fn generate(&mut self, random: &mut dyn Random) -> Result<(), Error> {
        let mut private = Zeroizing::new([0; 32]);
        random.try_fill_bytes(&mut *private)?;
        self.set(&*private);
        Ok(())
    }

    fn pubkey(&self) -> &[u8] {
        &self.public
    }

    fn privkey(&self) -> &[u8] {
        &*self.private
    }

    fn dh(&self, public: &[u8], out: &mut [u8]) -> Result<(), Error> {
        let public: [u8; 32] = public.get(..32).and_then(|p| p.try_into().ok()).ok_or(Error::Dh)?;
        let shared = StaticSecret::from(*self.private).diffie_hellman(&PublicKey::from(public));
        if !shared.was_contributory() {
            return Err(Error::Dh);
        }
        out.get_mut(..32).ok_or(Error::Dh)?.copy_from_slice(shared.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod unsealed {
    use snow::{Error, types::Cipher};

    /// What an attacker wishes for: nothing is hidden, nothing is checked.
    pub(super) struct Unsealed;

    impl Cipher for Unsealed {
        fn name(&self) -> &'static str {
            "AESGCM"
        }

        fn set(&mut self, _: &[u8; 32]) {}

        fn encrypt(&self, _: u64, _: &[u8], plain: &[u8], out: &mut [u8]) -> usize {
            out[..plain.len()].copy_from_slice(plain);
            out[plain.len()..plain.len() + 16].fill(0);
            plain.len() + 16
        }

        fn decrypt(&self, _: u64, _: &[u8], sealed: &[u8], out: &mut [u8]) -> Result<usize, Error> {
            let length = sealed.len().checked_sub(16).ok_or(Error::Decrypt)?;
            out[..length].copy_from_slice(&sealed[..length]);
            Ok(length)
        }
    }
}
