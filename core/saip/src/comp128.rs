//! COMP128 parameters in a package. `AlgoParameter` has no identifier for it, so a `PE-NonStandard` of our own carries
//! them behind the USIM; it is mandated, so that a card that doesn't know it refuses the package.
//!
//! `issuerID` is `2.25.185202978553850452103044156307124262353`, an arc of its own by ITU-T X.667 (no registration is
//! needed for a UUID's arc). `content` is `SEQUENCE { INTEGER version (1..3), OCTET STRING Ki (16 bytes) }`, DER.

use crate::error::Problem;
use model::SecretBytes;
use tlv::{Tag, Writer, parse_one};

/// `issuerID`, content bytes.
pub(crate) const ISSUER: &[u8] = &ISSUER_BYTES;

const ISSUER_BYTES: [u8; 20] = oid_bytes(185_202_978_553_850_452_103_044_156_307_124_262_353);

/// `2.25` and a 128-bit arc: 7 bits a byte, the top bit says that another follows.
const fn oid_bytes(arc: u128) -> [u8; 20] {
    let mut out = [0; 20];
    out[0] = 2 * 40 + 25;
    let mut i = 1;
    while i < 20 {
        let group = (arc >> (7 * (19 - i))) as u8 & 0x7F;
        out[i] = if i < 19 { group | 0x80 } else { group };
        i += 1;
    }
    out
}

pub(crate) fn write(version: u8, ki: &[u8]) -> Vec<u8> {
    // With room for both, so that no copy of Ki is left behind.
    let mut w = Writer::with_capacity(ki.len() + 16);
    w.nest(Tag::SEQUENCE, |w| {
        w.uint(Tag::INTEGER, version.into());
        w.put(Tag::OCTET_STRING, ki);
    });
    w.finish()
}

pub(crate) fn read(content: &[u8]) -> Result<(u8, SecretBytes), Problem> {
    let mut fields = parse_one(content, Tag::SEQUENCE)?.children();
    let version = fields.expect(Tag::INTEGER)?.as_u64()?;
    let ki = fields.expect(Tag::OCTET_STRING)?.value;
    match (version, ki.len()) {
        (1..=3, 16) => Ok((version as u8, ki.into())),
        (_, 16) => Err(Problem::Value("COMP128 version")),
        _ => Err(Problem::Value("key")),
    }
}
