use super::{
    Functions,
    comp128::{Comp128, Version},
    milenage::Milenage,
    tuak::{Sizes, Tuak},
    usim_test::UsimTest,
};
use model::{Algorithm, SecretBytes};
use std::fmt;
use zeroize::Zeroizing;

/// Why keys and parameters don't make an algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKeys {
    /// Ki has the wrong size for the algorithm.
    #[error("Ki must be 16 bytes (or 32 with TUAK)")]
    KiSize,
    /// OPc or TOPc has the wrong size.
    #[error("OPc must be 16 bytes, TOPc 32")]
    OpcSize,
    /// A size or a count that the algorithm doesn't have.
    #[error("the algorithm's parameters are out of range")]
    Parameters,
    /// Sizes that the algorithm has and AKA can't carry: MAC is 64 bits, CK and IK 128, RES 32 to 128 (TS 33.102 §6.3.7).
    #[error("AKA carries a MAC of 64 bits, CK and IK of 128 and RES of 32 to 128")]
    NotForAka,
}

impl BadKeys {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::KiSize | Self::OpcSize => {
                "Compare the key with what the operator gave: it may be cut off, or of another algorithm."
            }
            Self::Parameters | Self::NotForAka => "Ask the operator for parameters that the standards allow.",
        }
    }
}

/// An authentication algorithm with a subscriber's keys in it.
#[derive(Clone)]
pub struct Aka(pub(super) Kind);

#[derive(Clone)]
pub(super) enum Kind {
    Milenage(Box<Milenage>),
    Tuak(Box<Tuak>),
    Comp128(Comp128),
    UsimTest(UsimTest),
}

impl Aka {
    /// From a stock row's algorithm and Ki, with standard parameters.
    ///
    /// # Errors
    /// [`BadKeys`] if a size doesn't fit.
    pub fn new(algorithm: &Algorithm, ki: &SecretBytes) -> Result<Self, BadKeys> {
        match algorithm {
            Algorithm::Milenage { opc } => Ok(Self::milenage(Milenage::new(&*key(ki)?, &*operator_key(opc)?))),
            Algorithm::Tuak { topc, iterations, res_size } => {
                let sizes = Sizes { res: usize::from(*res_size), ..Sizes::default() };
                Self::tuak(Tuak::new(ki.expose(), &*operator_key(topc)?, *iterations, sizes)?)
            }
            Algorithm::Comp128 { version } => {
                let version = match version {
                    1 => Version::V1,
                    2 => Version::V2,
                    3 => Version::V3,
                    _ => return Err(BadKeys::Parameters),
                };
                Ok(Self::comp128(Comp128::new(version, &*key(ki)?)))
            }
        }
    }

    /// MILENAGE, perhaps with an operator's own constants.
    #[must_use]
    pub fn milenage(milenage: Milenage) -> Self {
        Self(Kind::Milenage(Box::new(milenage)))
    }

    /// TUAK.
    ///
    /// # Errors
    /// [`BadKeys::NotForAka`] if its sizes are ones that AKA can't carry.
    pub fn tuak(tuak: Tuak) -> Result<Self, BadKeys> {
        if tuak.sizes().fit_aka() { Ok(Self(Kind::Tuak(Box::new(tuak)))) } else { Err(BadKeys::NotForAka) }
    }

    /// COMP128: 2G only.
    #[must_use]
    pub const fn comp128(comp128: Comp128) -> Self {
        Self(Kind::Comp128(comp128))
    }

    /// The test algorithm of TS 34.108, which GSMA's TS.48 profiles use. It protects nothing.
    #[must_use]
    pub const fn usim_test(test: UsimTest) -> Self {
        Self(Kind::UsimTest(test))
    }

    /// Whether the algorithm has a 3G context at all (COMP128 has not).
    #[must_use]
    pub fn has_3g(&self) -> bool {
        self.functions().is_some()
    }

    pub(super) fn functions(&self) -> Option<&dyn Functions> {
        match &self.0 {
            Kind::Milenage(milenage) => Some(milenage.as_ref()),
            Kind::Tuak(tuak) => Some(tuak.as_ref()),
            Kind::UsimTest(test) => Some(test),
            Kind::Comp128(_) => None,
        }
    }
}

fn key(ki: &SecretBytes) -> Result<Zeroizing<[u8; 16]>, BadKeys> {
    ki.expose().try_into().map(Zeroizing::new).map_err(|_| BadKeys::KiSize)
}

fn operator_key<const N: usize>(opc: &SecretBytes) -> Result<Zeroizing<[u8; N]>, BadKeys> {
    opc.expose().try_into().map(Zeroizing::new).map_err(|_| BadKeys::OpcSize)
}

impl fmt::Debug for Aka {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Milenage(_) => "Aka(MILENAGE)",
            Kind::Tuak(_) => "Aka(TUAK)",
            Kind::Comp128(_) => "Aka(COMP128)",
            Kind::UsimTest(_) => "Aka(USIM test)",
        })
    }
}
