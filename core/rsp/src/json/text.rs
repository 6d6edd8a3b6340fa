//! Values as JSON writes them: read leniently, written in one form.

use model::{Eid, Iccid, SecretBytes};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use zeroize::Zeroizing;

/// An ICCID: 18 to 20 digits, the twentieth may be the padding character F. One of 19 digits is written with it, since versions
/// before v2.2 know no other form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IccidText(pub Iccid);

/// The text is no ICCID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an ICCID has 18 to 20 digits")]
pub struct NoIccid;

impl NoIccid {
    /// Whether the same text may be taken later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do about it, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Write its digits alone, all of them."
    }
}

impl TryFrom<String> for IccidText {
    type Error = NoIccid;

    fn try_from(text: String) -> Result<Self, NoIccid> {
        let digits = if text.len() == 20 { text.trim_end_matches(['F', 'f']) } else { &text };
        digits.parse().map(Self).map_err(|_| NoIccid)
    }
}

impl From<IccidText> for String {
    fn from(text: IccidText) -> Self {
        let mut digits = text.0.to_string();
        if digits.len() == 19 {
            digits.push('F');
        }
        digits
    }
}

/// An EID as it was written: 32 digits. Whether there can be such an eUICC ([`EidText::eid`]) is another matter, so that an
/// answer can say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EidText(String);

/// The text is no EID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an EID has 32 digits")]
pub struct NoEid;

impl NoEid {
    /// Whether the same text may be taken later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do about it, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Write its digits alone, all of them."
    }
}

impl EidText {
    /// The eUICC; `None` if the check digits are wrong, and there can be none.
    #[must_use]
    pub fn eid(&self) -> Option<Eid> {
        self.0.parse().ok()
    }
}

impl TryFrom<String> for EidText {
    type Error = NoEid;

    fn try_from(text: String) -> Result<Self, NoEid> {
        let fine = text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit());
        if fine { Ok(Self(text)) } else { Err(NoEid) }
    }
}

impl From<EidText> for String {
    fn from(text: EidText) -> Self {
        text.0
    }
}

impl From<Eid> for EidText {
    fn from(eid: Eid) -> Self {
        Self(eid.to_string())
    }
}

impl fmt::Display for EidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that nobody may see, such as a confirmation code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretText(pub SecretBytes);

impl Serialize for SecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text =
            std::str::from_utf8(self.0.expose()).map_err(|_| serde::ser::Error::custom("a secret is no text"))?;
        serializer.serialize_str(text)
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        Ok(Self(SecretBytes::from(text.as_bytes())))
    }
}

/// An optional text that is as good as absent when it is empty.
pub(crate) fn given<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<String>,
    T::Error: fmt::Display,
{
    let text = Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty());
    text.map(T::try_from).transpose().map_err(D::Error::custom)
}

/// `true` or `false`, or the same as a text.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag<'a> {
        Bool(bool),
        #[serde(borrow)]
        Text(std::borrow::Cow<'a, str>),
    }
    match Flag::deserialize(deserializer)? {
        Flag::Bool(flag) => Ok(flag),
        Flag::Text(text) if text == "true" => Ok(true),
        Flag::Text(text) if text == "false" => Ok(false),
        Flag::Text(_) => Err(D::Error::custom("neither true nor false")),
    }
}

/// A whole number, or the same as a text.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Number(u32),
        Text(String),
    }
    match Number::deserialize(deserializer)? {
        Number::Number(number) => Ok(number),
        Number::Text(text) => text.parse().map_err(|_| D::Error::custom("no whole number")),
    }
}

/// Bytes in base64, standard alphabet, padded; read with or without padding and line breaks.
pub(crate) mod base64_bytes {
    use base64::{
        Engine,
        alphabet::STANDARD,
        engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose},
    };
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );

    #[expect(clippy::ref_option, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
        match bytes {
            Some(bytes) => serializer.serialize_str(&general_purpose::STANDARD.encode(bytes)),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
        let Some(mut text) = Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        text.retain(|c| !c.is_ascii_whitespace());
        LENIENT.decode(text).map(Some).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: E7
    #[test]
    fn iccids_are_read_with_and_without_padding_and_written_with_it() {
        let nineteen: Iccid = "8900112233445566778".parse().expect("19 digits");
        let twenty: Iccid = "89000000000000001010".parse().expect("20 digits");
        for (text, iccid) in [
            ("8900112233445566778", nineteen),
            ("8900112233445566778F", nineteen),
            ("8900112233445566778f", nineteen),
            ("89000000000000001010", twenty),
        ] {
            assert_eq!(IccidText::try_from(text.to_owned()), Ok(IccidText(iccid)), "{text}");
        }
        assert_eq!(String::from(IccidText(nineteen)), "8900112233445566778F");
        assert_eq!(String::from(IccidText(twenty)), "89000000000000001010");
        for wrong in
            ["", "89", "890011223344556677FF8", "89001122334455667F8", "8900112233445566778FF", "89001122334455x6778"]
        {
            assert_eq!(IccidText::try_from(wrong.to_owned()), Err(NoIccid), "{wrong}");
        }
    }

    #[test]
    fn eids_are_32_digits_that_need_not_be_a_cards() {
        let good = EidText::try_from("89049032123451234512345678901235".to_owned()).expect("32 digits");
        assert_eq!(good.eid().map(EidText::from), Some(good));
        let wrong = EidText::try_from("89049032123451234512345678901236".to_owned()).expect("32 digits");
        assert_eq!(wrong.eid(), None);
        for text in ["", "8904903212345123451234567890123", "8904903212345123451234567890123x"] {
            assert_eq!(EidText::try_from(text.to_owned()), Err(NoEid));
        }
    }
}
