//! What a card needs from the outside, and the one interface behind which all cards stand.
//!
//! A driver's loop: [`Smartcard::transmit`]; until the step is a [`Step::Reply`], carry it out and give its
//! [`Outcome`] to [`Smartcard::resume`].

use model::{Batch, Random, SecretBytes};

/// Names a signing key that the driver holds; the key itself is never seen here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub String);

/// What must happen next, outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Make the batch durable before going on, in one transaction.
    Commit {
        /// The changes.
        batch: Batch,
        /// Nothing was announced yet: the batch may wait and join the next one that is not lazy.
        lazy: bool,
    },
    /// Read all records of `table` whose id starts with `prefix`, ordered by id.
    Load {
        /// The table.
        table: &'static str,
        /// The first bytes of the ids.
        prefix: Vec<u8>,
    },
    /// Sign SHA-256 of `message` with ECDSA on P-256.
    Sign {
        /// Which key.
        key: KeyId,
        /// The message, not yet hashed.
        message: Vec<u8>,
    },
    /// The response APDU, SW1 SW2 last. The command is done.
    Reply(Vec<u8>),
}

/// What came of a [`Step`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The batch is durable (or, if it was lazy, will be before anything else is).
    Committed,
    /// The batch is not durable and never will be.
    CommitFailed,
    /// The records asked for: id and value, ordered by id.
    Loaded(Vec<(Vec<u8>, SecretBytes)>),
    /// The signature, raw r‖s.
    Signed([u8; 64]),
    /// No signature: the keystore refused, or its user did.
    SignFailed,
}

/// A smart card: software, removable or remote.
pub trait Smartcard {
    /// The answer to reset (ISO/IEC 7816-3).
    fn atr(&self) -> Vec<u8>;

    /// Resets the card: channels, verified codes and queued commands are forgotten. Returns the ATR.
    fn reset(&mut self) -> Vec<u8>;

    /// Takes a command APDU. A command that comes while a step is still open abandons that step, as a reset does.
    fn transmit(&mut self, command: &[u8], random: &mut dyn Random) -> Step;

    /// Goes on after the last step was carried out.
    fn resume(&mut self, outcome: Outcome, random: &mut dyn Random) -> Step;

    /// Another driver of the same card has changed what is durable: it is to be read again before the next command. Between commands.
    fn outdated(&mut self) {}

    /// Whether commands that belong together are under way, of which what is not durable would be lost if another driver came between them.
    fn is_midway(&self) -> bool {
        false
    }
}
