//! The record of what changes by use: `E2 { 80 version, 81 fresh, A2 code…, A3 PUK…, A4 authenticator… }`.
//!
//! Code: `80` path of its DF (PUK: absent), `81` reference, `82` value (8 bytes), `83` tries, `84` tries left, `85`
//! flags (bit 1 enabled, 2 may be changed, 3 may be disabled, 4 replaced by the universal PIN), `86` its PUK.
//! Authenticator, in the image's order: `80` sequence numbers, `81` authentications left.

use super::{LoadError, codec};
use crate::{
    aka::SqnArray,
    codes::{CodeKey, CodeSpec, CodeTable},
};
use model::SecretBytes;
use tlv::{Reader, Writer};

const NAME: &str = "state";

/// Codes, counters and sequence numbers.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// Never used: the first PIN may still be set.
    pub(crate) fresh: bool,
    pub(crate) codes: CodeTable,
    pub(crate) authenticators: Vec<Counters>,
}

/// What an authenticator counts.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Counters {
    pub(crate) sqn: SqnArray,
    pub(crate) uses_left: Option<u32>,
}

impl State {
    pub(crate) fn write(&self) -> SecretBytes {
        let mut w = Writer::with_capacity(512 + 64 * self.codes.codes.len() + 4096 * self.authenticators.len());
        w.nest(0xE2, |w| {
            w.uint(0x80, codec::VERSION);
            w.bool(0x81, self.fresh);
            for (key, code) in &self.codes.codes {
                w.nest(0xA2, |w| {
                    w.put(0x80, &key.scope.to_bytes());
                    write_code(w, code);
                });
            }
            for puk in self.codes.puks.values() {
                w.nest(0xA3, |w| write_code(w, puk));
            }
            for counters in &self.authenticators {
                w.nest(0xA4, |w| {
                    w.put(0x80, counters.sqn.to_bytes().expose());
                    if let Some(left) = counters.uses_left {
                        w.uint(0x81, left.into());
                    }
                });
            }
        });
        w.finish().into()
    }

    /// Reads the record; which DFs share codes stands in the image, and is the caller's to add.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, LoadError> {
        let mut body = codec::open(bytes, 0xE2, NAME)?;
        let damaged = LoadError::malformed(NAME);
        let fresh = body.require(0x81).map_err(damaged)?.value != [0];
        let mut state = Self { fresh, codes: CodeTable::default(), authenticators: Vec::new() };
        while let Some(object) = body.next().map_err(damaged)? {
            match object.tag.0 {
                0xA2 => {
                    let children = object.children();
                    let scope = codec::path(&children, 0x80, NAME)?;
                    let code = read_code(&children)?;
                    state.codes.codes.insert(CodeKey { scope, reference: code.reference }, code);
                }
                0xA3 => {
                    let puk = read_code(&object.children())?;
                    state.codes.puks.insert(puk.reference, puk);
                }
                0xA4 => {
                    let children = object.children();
                    let sqn = SqnArray::from_bytes(children.require(0x80).map_err(damaged)?.value)
                        .map_err(|_| LoadError::Inconsistent { part: NAME, what: "sequence numbers" })?;
                    let uses_left = codec::optional_number(&children, 0x81, NAME)?;
                    state.authenticators.push(Counters { sqn, uses_left });
                }
                _ => {}
            }
        }
        Ok(state)
    }
}

fn write_code(w: &mut Writer, code: &CodeSpec) {
    w.put(0x81, &[code.reference]);
    w.put(0x82, code.value.expose());
    w.put(0x83, &[code.tries]);
    w.put(0x84, &[code.tries_left]);
    let flags = [code.enabled, code.may_change, code.may_disable, code.replaced];
    w.put(0x85, &[flags.iter().enumerate().fold(0, |sum, (bit, set)| sum | u8::from(*set) << bit)]);
    w.put_some(0x86, code.unblocked_by.map(|puk| [puk]).as_ref().map(<[u8; 1]>::as_slice));
}

fn read_code(object: &Reader<'_>) -> Result<CodeSpec, LoadError> {
    let flags = codec::byte(object, 0x85, NAME)?;
    let value = object.require(0x82).map_err(LoadError::malformed(NAME))?.value;
    let code = CodeSpec {
        reference: codec::byte(object, 0x81, NAME)?,
        value: value.into(),
        tries: codec::byte(object, 0x83, NAME)?,
        tries_left: codec::byte(object, 0x84, NAME)?,
        enabled: flags & 1 != 0,
        may_change: flags & 2 != 0,
        may_disable: flags & 4 != 0,
        replaced: flags & 8 != 0,
        unblocked_by: codec::optional_byte(object, 0x86, NAME)?,
    };
    if code.value.len() == 8 && code.tries_left <= code.tries && (1..=15).contains(&code.tries) {
        Ok(code)
    } else {
        Err(LoadError::Inconsistent { part: NAME, what: "a code out of range" })
    }
}
