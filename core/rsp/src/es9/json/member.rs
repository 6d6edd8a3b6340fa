//! Members, both ways.

use super::JsonError;
use crate::message::{Message, MessageError, Raw, Signature, TransactionId, put_signature, read_signature};
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use std::borrow::Cow;
use tlv::{Tag, Writer};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes in base64.
pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// Bytes from base64; line breaks, as MIME has them, are skipped.
pub(super) fn bytes(member: &'static str, text: &str) -> Result<Vec<u8>, JsonError> {
    let breaks = text.bytes().any(|b| matches!(b, b'\r' | b'\n'));
    let text: Cow<'_, str> = if breaks { text.replace(['\r', '\n'], "").into() } else { text.into() };
    BASE64.decode(&*text).map_err(|_| JsonError::Encoding { member, encoding: "base64" })
}

/// A message, with its bytes.
pub(super) fn message<M: Message>(member: &'static str, text: &str) -> Result<Raw<M>, JsonError> {
    Raw::decode(&bytes(member, text)?).map_err(|error| JsonError::Content { member, error })
}

/// `5F37 40 r‖s`.
pub(super) fn signature(member: &'static str, text: &str) -> Result<Signature, JsonError> {
    let bytes = bytes(member, text)?;
    let read = || read_signature(&tlv::parse_one(&bytes, 0x5F37)?);
    read().map_err(|error: MessageError| JsonError::Content { member, error })
}

/// `5F37 40 r‖s` in base64.
pub(super) fn of_signature(signature: &Signature) -> String {
    base64(&Writer::build(|w| put_signature(w, signature)))
}

/// The value of one data object.
pub(super) fn value(member: &'static str, tag: Tag, text: &str) -> Result<Vec<u8>, JsonError> {
    let bytes = bytes(member, text)?;
    let read = tlv::parse_one(&bytes, tag).map(|object| object.value.to_vec());
    read.map_err(|error| JsonError::Content { member, error: error.into() })
}

/// One data object, whole.
pub(super) fn object(member: &'static str, tag: Tag, text: &str) -> Result<Vec<u8>, JsonError> {
    let bytes = bytes(member, text)?;
    tlv::parse_one(&bytes, tag).map_err(|error| JsonError::Content { member, error: error.into() })?;
    Ok(bytes)
}

/// The hexadecimal of a transaction id.
pub(super) fn transaction_id(text: &str) -> Result<TransactionId, JsonError> {
    const MEMBER: &str = "transactionId";
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(pair).collect();
    let bytes = bytes.ok_or(JsonError::Encoding { member: MEMBER, encoding: "hexadecimal" })?;
    TransactionId::new(&bytes).map_err(|error| JsonError::Content { member: MEMBER, error })
}
