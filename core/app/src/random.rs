use model::Random;
use ring::rand::{SecureRandom, SystemRandom};

/// The operating system's random numbers, for the sans-IO crates.
#[derive(Debug, Clone)]
pub struct OsRandom(SystemRandom);

impl OsRandom {
    /// A source; cheap.
    #[must_use]
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Default for OsRandom {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for OsRandom {
    fn fill(&mut self, out: &mut [u8]) {
        // Without random numbers no key may be made; there is nothing sensible to go on with.
        self.0.fill(out).expect("the operating system gives random numbers");
    }
}
