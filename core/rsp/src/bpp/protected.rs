use super::channel::Channel;
use crate::crypto::SessionKeys;
use model::Random;
use zeroize::Zeroizing;

/// A profile protected by keys of its own (protected profile package, SGP.22 §2.5.3): made once, bound to as many
/// sessions as needed by sending the keys along.
#[derive(Clone)]
pub struct ProtectedProfile {
    pub(super) keys: SessionKeys,
    pub(super) segments: Vec<u8>,
}

impl ProtectedProfile {
    /// Protects `upp`, an unprotected profile package, with fresh keys.
    #[must_use]
    pub fn protect(upp: &[u8], random: &mut dyn Random) -> Self {
        let mut fresh = || {
            let mut key = Zeroizing::new([0; 16]);
            random.fill(&mut key[..]);
            key
        };
        let keys = SessionKeys { initial_mac_chaining_value: fresh(), enc: fresh(), mac: fresh() };
        let mut segments = Vec::new();
        Channel::new(&keys).encrypt(0x86, upp, &mut segments);
        Self { keys, segments }
    }
}

impl std::fmt::Debug for ProtectedProfile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProtectedProfile({} bytes)", self.segments.len())
    }
}
