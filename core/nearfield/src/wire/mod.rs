//! How bytes lie in frames and packets.
//!
//! | frame | first byte | then |
//! |---|---|---|
//! | handshake fragment | `01` hello, `02` answer, `03` resume, `04` resumed | check (4), attempt (4), index (1), count (1), part of the message |
//! | refusal, a hint that nothing proves | `05` | check (4), attempt (4), reason (1) |
//! | packet | `40` | packet number modulo 2¹⁶ (2), sealed blocks |
//!
//! The check is the start of SHA-256 over the first byte and all behind the check. It proves nothing; it keeps a
//! damaged fragment from spoiling the whole message.
//!
//! A packet costs 19 bytes beside its blocks: 3 in the clear, 16 of tag. Nothing in its header can be altered without
//! the seal breaking: the first byte has one value, the number is the nonce.

pub(crate) mod block;
pub(crate) mod frame;
pub(crate) mod number;
pub(crate) mod ranges;
pub(crate) mod varint;
