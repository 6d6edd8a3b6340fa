use crate::aka::{
    Aka, BadKeys,
    comp128::{self, Comp128},
    milenage::{self, Milenage},
    tuak::{self, Tuak},
    usim_test::UsimTest,
};
use model::{Algorithm, SecretBytes};

/// The algorithm that an application authenticates with, and what belongs to it beside Ki.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AkaAlgorithm {
    /// MILENAGE.
    Milenage {
        /// OPc, 16 bytes.
        opc: SecretBytes,
        /// Bytes of RES, 4 to 8.
        res_size: u8,
        /// Rotations and constants.
        parameters: milenage::Parameters,
    },
    /// TUAK.
    Tuak {
        /// TOPc, 32 bytes.
        topc: SecretBytes,
        /// How many times Keccak runs.
        iterations: u8,
        /// Sizes of what it puts out.
        sizes: tuak::Sizes,
    },
    /// COMP128, version 1, 2 or 3.
    Comp128 {
        /// 1, 2 or 3.
        version: u8,
    },
    /// The test algorithm of TS 34.108, as in GSMA's test profiles.
    UsimTest {
        /// Bytes of RES, 4 to 16.
        res_size: u8,
    },
}

/// What an application authenticates with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AkaKeys {
    /// The algorithm and its own secret.
    pub algorithm: AkaAlgorithm,
    /// Ki (K): 16 bytes, 32 allowed with TUAK.
    pub ki: SecretBytes,
    /// Most authentications ever (`authCounterMax`). COMP128v1 gives Ki away to about 10⁵ chosen challenges: without
    /// a limit here it is refused altogether.
    pub uses: Option<u32>,
}

impl AkaKeys {
    /// A stock row's algorithm in its standard form, without a limit.
    #[must_use]
    pub fn new(algorithm: &Algorithm, ki: SecretBytes) -> Self {
        let algorithm = match algorithm {
            Algorithm::Milenage { opc } => {
                AkaAlgorithm::Milenage { opc: opc.clone(), res_size: 8, parameters: milenage::Parameters::default() }
            }
            Algorithm::Tuak { topc, iterations, res_size } => AkaAlgorithm::Tuak {
                topc: topc.clone(),
                iterations: *iterations,
                sizes: tuak::Sizes { mac: 8, res: usize::from(*res_size), ck: 16, ik: 16 },
            },
            Algorithm::Comp128 { version } => AkaAlgorithm::Comp128 { version: *version },
        };
        Self { algorithm, ki, uses: None }
    }

    /// The same keys for at most `uses` authentications.
    #[must_use]
    pub fn limited(self, uses: u32) -> Self {
        Self { uses: Some(uses), ..self }
    }

    /// The algorithm with the keys in it.
    ///
    /// # Errors
    /// [`BadKeys`].
    pub fn aka(&self) -> Result<Aka, BadKeys> {
        match &self.algorithm {
            AkaAlgorithm::Milenage { opc, res_size, parameters } => {
                let opc = sized(opc, BadKeys::OpcSize)?;
                if !(4..=8).contains(res_size) || parameters.rotations.iter().any(|r| *r > 127) {
                    return Err(BadKeys::Parameters);
                }
                let milenage = Milenage::with(sized(&self.ki, BadKeys::KiSize)?, opc, parameters);
                milenage.res_size(usize::from(*res_size)).map(Aka::milenage)
            }
            AkaAlgorithm::Tuak { topc, iterations, sizes } => {
                Aka::tuak(Tuak::new(self.ki.expose(), sized(topc, BadKeys::OpcSize)?, *iterations, *sizes)?)
            }
            AkaAlgorithm::Comp128 { version } => {
                let version = match version {
                    1 => comp128::Version::V1,
                    2 => comp128::Version::V2,
                    3 => comp128::Version::V3,
                    _ => return Err(BadKeys::Parameters),
                };
                Ok(Aka::comp128(Comp128::new(version, *sized(&self.ki, BadKeys::KiSize)?)))
            }
            AkaAlgorithm::UsimTest { res_size } => {
                UsimTest::new(*sized(&self.ki, BadKeys::KiSize)?, usize::from(*res_size)).map(Aka::usim_test)
            }
        }
    }

    /// Whether these keys need a limit and have none.
    pub(crate) const fn is_unguarded(&self) -> bool {
        matches!(self.algorithm, AkaAlgorithm::Comp128 { version: 1 }) && self.uses.is_none()
    }
}

fn sized<const N: usize>(bytes: &SecretBytes, problem: BadKeys) -> Result<&[u8; N], BadKeys> {
    bytes.expose().try_into().map_err(|_| problem)
}
