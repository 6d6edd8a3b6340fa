use crate::aka::{
    Aka, BadKeys,
    comp128::{self, Comp128},
    milenage::{self, Milenage},
    tuak::{self, Tuak},
    usim_test::UsimTest,
};
use model::{Algorithm, SecretBytes};
use tlv::{Reader, Writer};

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
                Ok(Aka::comp128(Comp128::new(version, sized(&self.ki, BadKeys::KiSize)?)))
            }
            AkaAlgorithm::UsimTest { res_size } => {
                UsimTest::new(sized(&self.ki, BadKeys::KiSize)?, usize::from(*res_size)).map(Aka::usim_test)
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

/// Writes the keys' data objects; their list stands with the image's.
pub(super) fn write(w: &mut Writer, keys: &AkaKeys) {
    let kind = match &keys.algorithm {
        AkaAlgorithm::Milenage { .. } => 1,
        AkaAlgorithm::Tuak { .. } => 2,
        AkaAlgorithm::Comp128 { .. } => 3,
        AkaAlgorithm::UsimTest { .. } => 4,
    };
    w.put(0x80, &[kind]);
    w.put(0x81, keys.ki.expose());
    match &keys.algorithm {
        AkaAlgorithm::Milenage { opc, res_size, parameters } => {
            w.put(0x82, opc.expose());
            w.put(0x83, &[*res_size]);
            w.put(0x84, &parameters.rotations);
            w.put(0x85, parameters.constants.as_flattened());
        }
        AkaAlgorithm::Tuak { topc, iterations, sizes } => {
            w.put(0x82, topc.expose());
            // Sizes are at most 32 bytes; what does not fit was refused when the keys were tried.
            w.put(0x83, &[sizes.mac, sizes.res, sizes.ck, sizes.ik].map(|size| u8::try_from(size).unwrap_or(0)));
            w.put(0x86, &[*iterations]);
        }
        AkaAlgorithm::Comp128 { version } => w.put(0x86, &[*version]),
        AkaAlgorithm::UsimTest { res_size } => w.put(0x83, &[*res_size]),
    }
    if let Some(uses) = keys.uses {
        w.uint(0x87, uses.into());
    }
}

/// Reads them; `None` if something is missing or malformed.
pub(super) fn read(inside: &Reader<'_>) -> Option<AkaKeys> {
    let value = |tag: u32| inside.require(tag).ok().map(|object| object.value);
    let byte = |tag: u32| value(tag).and_then(|v| v.first().copied());
    let algorithm = match byte(0x80)? {
        1 => {
            let (constants, rest) = value(0x85)?.as_chunks::<16>();
            let constants = rest.is_empty().then(|| constants.try_into().ok()).flatten()?;
            let parameters = milenage::Parameters { rotations: value(0x84)?.try_into().ok()?, constants };
            AkaAlgorithm::Milenage { opc: value(0x82)?.into(), res_size: byte(0x83)?, parameters }
        }
        2 => {
            let [mac, res, ck, ik] = <[u8; 4]>::try_from(value(0x83)?).ok()?.map(usize::from);
            let sizes = tuak::Sizes { mac, res, ck, ik };
            AkaAlgorithm::Tuak { topc: value(0x82)?.into(), iterations: byte(0x86)?, sizes }
        }
        3 => AkaAlgorithm::Comp128 { version: byte(0x86)? },
        4 => AkaAlgorithm::UsimTest { res_size: byte(0x83)? },
        _ => return None,
    };
    let uses = match inside.find(0x87).ok()? {
        Some(object) => Some(u32::try_from(object.as_u64().ok()?).ok()?),
        None => None,
    };
    Some(AkaKeys { algorithm, ki: value(0x81)?.into(), uses })
}
