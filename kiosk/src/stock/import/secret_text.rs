use model::SecretBytes;
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};
use std::fmt;

/// Text that must not be seen. Reads strings only, and answers anything else without repeating it: serde's own errors
/// would show the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SecretText(pub(super) SecretBytes);

const EXPECTED: &str = "a secret value must be a text in quotes";

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_string(Secret)
    }
}

struct Secret;

impl<'de> Visitor<'de> for Secret {
    type Value = SecretText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in quotes")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<SecretText, E> {
        Ok(SecretText(text.as_bytes().into()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<SecretText, E> {
        Ok(SecretText(text.into_bytes().into()))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<SecretText, E> {
        Err(E::custom(EXPECTED))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<SecretText, E> {
        Err(E::custom(EXPECTED))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<SecretText, E> {
        Err(E::custom(EXPECTED))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<SecretText, E> {
        Err(E::custom(EXPECTED))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<SecretText, E> {
        Err(E::custom(EXPECTED))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<SecretText, E> {
        Err(E::custom(EXPECTED))
    }
}
