//! What one eUICC says to another of a card: a payload, the eUICC's signature over it, and the chains by which it is known.
//!
//! `E6 { 30 payload, 5F37 signature, A2 { CERT.EUICC, CERT.EUM }… }`. The payload begins with `80` version, `81` EID of who says it, `82` ICCID. What is
//! signed is `"landfall/1 " ‖ purpose ‖ 00 ‖ payload`: no message of SGP.22 begins so, and none of these can be taken for another.

use super::HomeError;
use crate::{checks, state::Identity};
use model::{Eid, Iccid};
use rsp::{
    Unsigned,
    cert::{
        Assurance, Certificate,
        chain::{Crls, Roots, verify_euicc},
    },
    crypto::verify,
    message::{PublicKey, Signature},
};
use tlv::{Reader, Tag, Writer};

const TAG: u32 = 0xE6;
const CHAIN: u32 = 0xA2;
const SIGNATURE: u32 = 0x5F37;
/// The version that is written, and the only one that is read.
const VERSION: u64 = 1;
/// More chains than an eUICC is certified under.
const MOST_CHAINS: usize = 8;

/// What a statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A one-time key to which a copy may be sealed.
    HomeKey,
    /// A copy.
    Copy,
    /// The live role.
    HandOver,
}

impl Purpose {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::HomeKey => "landfall/1 home key",
            Self::Copy => "landfall/1 card copy",
            Self::HandOver => "landfall/1 card hand-over",
        }
    }

    fn message(self, payload: &[u8]) -> Vec<u8> {
        [self.label().as_bytes(), &[0], payload].concat()
    }
}

/// The statement but for its signature; `rest` writes what stands behind EID and ICCID.
pub(super) fn unsigned(
    purpose: Purpose,
    identity: &Identity,
    iccid: &Iccid,
    rest: impl FnOnce(&mut Writer),
) -> Unsigned<Vec<u8>> {
    let payload = Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            begin(w, &identity.eid, iccid);
            rest(w);
        });
    });
    let chains = identity.chains.clone();
    Unsigned::new(purpose.message(&payload), move |signature| {
        Writer::build(|w| {
            w.nest(TAG, |w| {
                w.raw(&payload);
                w.put(SIGNATURE, &signature);
                for chain in &chains {
                    w.nest(CHAIN, |w| {
                        w.raw(&chain.euicc_certificate);
                        w.raw(&chain.eum_certificate);
                    });
                }
            });
        })
    })
}

/// What every payload begins with.
pub(super) fn begin(w: &mut Writer, from: &Eid, iccid: &Iccid) {
    w.uint(0x80u32, VERSION);
    w.put(0x81u32, from.as_bytes());
    w.put(0x82u32, iccid.as_ef());
}

/// A statement that was read and not believed yet.
pub(super) struct Statement<'a> {
    payload: &'a [u8],
    signature: Signature,
    chains: Vec<(&'a [u8], &'a [u8])>,
    pub(super) from: Eid,
    pub(super) iccid: Iccid,
    /// The payload's data objects.
    pub(super) body: Reader<'a>,
}

/// Who made a statement.
pub(super) struct Speaker {
    pub(super) assurance: Assurance,
}

impl<'a> Statement<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, HomeError> {
        let mut whole = tlv::parse_one(bytes, TAG)?.children();
        let payload = whole.expect(Tag::SEQUENCE)?;
        let signature = whole.expect(SIGNATURE)?.as_array()?;
        let mut chains = Vec::new();
        while let Some(chain) = whole.next()? {
            if chain.tag.0 == CHAIN && chains.len() < MOST_CHAINS {
                let mut inside = chain.children();
                chains.push((inside.expect(Tag::SEQUENCE)?.raw, inside.expect(Tag::SEQUENCE)?.raw));
            }
        }
        let body = payload.children();
        if body.require(0x80)?.as_u64()? != VERSION {
            return Err(HomeError::Malformed);
        }
        let from = eid(&body, 0x81)?;
        let iccid = Iccid::from_ef(&body.require(0x82)?.as_array::<10>()?).map_err(|_| HomeError::Malformed)?;
        Ok(Self { payload: payload.raw, signature, chains, from, iccid, body })
    }

    /// Believes it, if an eUICC signed it that is certified under one of `roots`; under the one with the key id `under`, where one is named. The eUICC
    /// has no clock: it checks no dates.
    pub(super) fn verify(&self, purpose: Purpose, roots: &Roots, under: Option<&[u8]>) -> Result<Speaker, HomeError> {
        let (eid, key, assurance) = self.certified(roots, under).ok_or(HomeError::NotGenuine)?;
        if verify(&key, &purpose.message(self.payload), &self.signature).is_err() && checks::HOME_SIGNATURE.on() {
            return Err(HomeError::Signature);
        }
        if eid != self.from && checks::HOME_EID.on() {
            return Err(HomeError::Signature);
        }
        Ok(Speaker { assurance })
    }

    /// The first chain that holds.
    fn certified(&self, roots: &Roots, under: Option<&[u8]>) -> Option<(Eid, PublicKey, Assurance)> {
        self.chains.iter().find_map(|(euicc, eum)| {
            let (euicc, eum) = (Certificate::parse(euicc).ok()?, Certificate::parse(eum).ok()?);
            match verify_euicc(&euicc, &eum, roots, &Crls::default(), None) {
                Ok(found) if under.is_none_or(|root| root == found.root_key_id) || !checks::GENUINE.on() => {
                    Some((found.eid, found.public_key, found.assurance.unwrap_or_default()))
                }
                Err(_) if !checks::GENUINE.on() => Some((self.from, *euicc.public_key()?, Assurance::SecureElement)),
                _ => None,
            }
        })
    }
}

/// The EID under `tag`.
pub(super) fn eid(body: &Reader<'_>, tag: u32) -> Result<Eid, HomeError> {
    Eid::from_bytes(body.require(tag)?.value).map_err(|_| HomeError::Malformed)
}
