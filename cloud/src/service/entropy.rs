use model::Random;
use ring::rand::{SecureRandom, SystemRandom};

/// The system's random bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Entropy;

impl Random for Entropy {
    fn fill(&mut self, out: &mut [u8]) {
        SystemRandom::new().fill(out).expect("the system's random source works once it was seeded at boot");
    }
}
