//! A hand-over: `83` EID of who gets the live role, `84` a nonce, `85` generation, `86` how far the card got, sealed under the secret that its copies
//! share (AK conceals sequence numbers on the air, so they don't travel in the clear; and who does not have the card makes no hand-over).

use super::{HomeError, statement};
use model::{Eid, Iccid};
use tlv::Writer;

/// What stands before the sealed part.
pub(super) struct HandOver {
    pub(super) from: Eid,
    pub(super) iccid: Iccid,
    pub(super) to: Eid,
    pub(super) nonce: [u8; 16],
    pub(super) generation: u64,
}

impl HandOver {
    pub(super) fn read(statement: &statement::Statement<'_>) -> Result<(Self, Vec<u8>), HomeError> {
        let body = &statement.body;
        let read = Self {
            from: statement.from,
            iccid: statement.iccid,
            to: statement::eid(body, 0x83)?,
            nonce: body.require(0x84)?.as_array()?,
            generation: body.require(0x85)?.as_u64()?,
        };
        Ok((read, body.require(0x86)?.value.to_vec()))
    }

    /// What stands behind EID and ICCID.
    pub(super) fn put(&self, w: &mut Writer) {
        w.put(0x83u32, self.to.as_bytes());
        w.put(0x84u32, &self.nonce);
        w.uint(0x85u32, self.generation);
    }

    /// The associated data.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        Writer::build(|w| {
            statement::begin(w, &self.from, &self.iccid);
            self.put(w);
        })
    }
}
