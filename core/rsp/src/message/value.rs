use super::MessageError;
use model::Iccid;
use subtle::ConstantTimeEq;
use tlv::{Reader, Tag, Tlv, Writer};

/// ECDSA P-256, raw `r‖s`, as it stands under tag 5F37.
pub type Signature = [u8; 64];

/// A P-256 point, uncompressed (`04‖x‖y`), as it stands under tag 5F49.
pub type PublicKey = [u8; 65];

/// Names a CI key: usually the SHA-1 of the public key, 20 bytes (RFC 5280 §4.2.1.2).
pub type SubjectKeyIdentifier = Vec<u8>;

/// Hash of the confirmation code: SHA-256(SHA-256(code) ‖ transaction id) (SGP.22 §3.1.3). A short code can be
/// guessed from it, so it is not shown, and is compared in constant time.
#[derive(Clone)]
pub struct HashCc(pub [u8; 32]);

impl PartialEq for HashCc {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for HashCc {}

impl std::fmt::Debug for HashCc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HashCc(..)")
    }
}

/// Reading in order, tolerant of fields in between that this version does not know.
pub(crate) trait Take<'a> {
    /// The next data object with `tag`; what stands before it is skipped.
    fn skip_to(&mut self, tag: impl Into<Tag>) -> Result<Tlv<'a>, tlv::Error>;
}

impl<'a> Take<'a> for Reader<'a> {
    fn skip_to(&mut self, tag: impl Into<Tag>) -> Result<Tlv<'a>, tlv::Error> {
        let tag = tag.into();
        while let Some(found) = self.next()? {
            if found.tag == tag {
                return Ok(found);
            }
        }
        Err(tlv::Error::Missing(tag))
    }
}

pub(crate) fn read_iccid(object: &Tlv<'_>) -> Result<Iccid, MessageError> {
    Iccid::from_ef(object.value).map_err(|_| MessageError::Value { what: "iccid" })
}

/// A text of at most `limit` characters, which is what ASN.1's SIZE counts, and so of at most four times as many bytes.
pub(crate) fn read_text(object: &Tlv<'_>, what: &'static str, limit: usize) -> Result<String, MessageError> {
    let text = object.as_str().map_err(|_| MessageError::Value { what })?;
    let too_long = text.len() > 4 * limit || text.chars().count() > limit;
    if too_long { Err(MessageError::TooLong { what, limit }) } else { Ok(text.to_owned()) }
}

pub(crate) fn read_signature(object: &Tlv<'_>) -> Result<Signature, MessageError> {
    object.as_array().map_err(|_| MessageError::Value { what: "signature" })
}

pub(crate) fn put_signature(w: &mut Writer, signature: &Signature) {
    w.put(0x5F37u32, signature);
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: E9
    #[test]
    fn a_texts_length_is_counted_in_characters() {
        let read = |text: &str| {
            let encoded = tlv::encode(0x91u32, text.as_bytes());
            read_text(&Reader::new(&encoded).require(0x91).expect("a text"), "serviceProviderName", 32)
        };
        let too_long = Err(MessageError::TooLong { what: "serviceProviderName", limit: 32 });
        for character in ["x", "ü", "港", "🛳"] {
            assert_eq!(read(&character.repeat(32)), Ok(character.repeat(32)));
            assert_eq!(read(&character.repeat(33)), too_long);
        }
        assert_eq!(read(""), Ok(String::new()));
    }
}
