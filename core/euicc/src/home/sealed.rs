//! A copy as it travels: `83` EID of who gets it, `84` that one's one-time key, `85` the sender's, `86` generation, `87` role (`01`: dormant), `88` what is
//! sealed: `A0 { entry }`, then `A1 { 80 part of the card's record ids, 81 record }` for each. Everything before `88` is authenticated with it.

use super::{HomeError, statement};
use crate::state::{Home, ProfileEntry, Role};
use model::{Change, Eid, Iccid, SecretBytes};
use rsp::message::PublicKey;
use tlv::{Reader, Writer};
use uicc::Profile;

/// What stands before the sealed part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) from: Eid,
    pub(super) iccid: Iccid,
    pub(super) to: Eid,
    /// Of who gets it.
    pub(super) one_time_key: PublicKey,
    /// Of who sends it.
    pub(super) ephemeral_key: PublicKey,
    pub(super) generation: u64,
}

const DORMANT: u8 = 1;

impl Header {
    pub(super) fn read(statement: &statement::Statement<'_>) -> Result<(Self, Vec<u8>), HomeError> {
        let body = &statement.body;
        let header = Self {
            from: statement.from,
            iccid: statement.iccid,
            to: statement::eid(body, 0x83)?,
            one_time_key: body.require(0x84)?.as_array()?,
            ephemeral_key: body.require(0x85)?.as_array()?,
            generation: body.require(0x86)?.as_u64()?,
        };
        if body.require(0x87)?.value != [DORMANT] {
            return Err(HomeError::Malformed);
        }
        Ok((header, body.require(0x88)?.value.to_vec()))
    }

    /// What stands behind EID and ICCID.
    pub(super) fn put(&self, w: &mut Writer) {
        w.put(0x83u32, self.to.as_bytes());
        w.put(0x84u32, &self.one_time_key);
        w.put(0x85u32, &self.ephemeral_key);
        w.uint(0x86u32, self.generation);
        w.put(0x87u32, &[DORMANT]);
    }

    /// The associated data.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        Writer::build(|w| {
            statement::begin(w, &self.from, &self.iccid);
            self.put(w);
        })
    }
}

/// A card in one piece.
pub(super) struct Whole {
    pub(super) entry: ProfileEntry,
    pub(super) profile: Profile,
}

impl Whole {
    /// The card as its copy will be: dormant, and of no ISD-P yet.
    pub(super) fn to_bytes(entry: &ProfileEntry, secret: &SecretBytes, profile: &Profile) -> SecretBytes {
        let generation = entry.home.generation;
        let secret = Some(secret.clone());
        let home = Home { role: Role::Dormant, generation, secret, handed_over: None, came_by: None };
        let entry = ProfileEntry { isdp_aid: [0; 16], enabled: false, home, ..entry.clone() }.to_record();
        let changes = profile.records().changes;
        let records = || {
            changes.iter().filter_map(|change| match change {
                Change::Put { id, value, .. } => Some((id.get(10..)?, value)),
                Change::Delete { .. } | Change::DeletePrefix { .. } => None,
            })
        };
        // Room for all of it: the writer never grows, which would leave copies of keys behind.
        let room: usize = records().map(|(part, value)| part.len() + value.len() + 32).sum();
        let mut w = Writer::with_capacity(room + entry.len() + 32);
        w.put(0xA0u32, entry.expose());
        for (part, value) in records() {
            w.nest(0xA1u32, |w| {
                w.put(0x80u32, part);
                w.put(0x81u32, value.expose());
            });
        }
        w.finish().into()
    }

    /// Reads it; it must be the card that its header says.
    pub(super) fn read(header: &Header, bytes: &SecretBytes) -> Result<Self, HomeError> {
        let mut reader = Reader::new(bytes.expose());
        let entry: SecretBytes = reader.expect(0xA0)?.value.into();
        let entry = ProfileEntry::from_record(&entry).map_err(|_| HomeError::Malformed)?;
        let mut records = Vec::new();
        while let Some(record) = reader.next()? {
            let inside = record.expect_tag(0xA1)?.children();
            let id = [header.iccid.as_ef().as_slice(), inside.require(0x80)?.value].concat();
            records.push((id, SecretBytes::from(inside.require(0x81)?.value)));
        }
        let profile = Profile::load(&records).map_err(|_| HomeError::Malformed)?;
        let home = &entry.home;
        let same = entry.iccid == header.iccid && home.generation == header.generation;
        if !same || !home.is_dormant() || home.secret.is_none() {
            return Err(HomeError::Malformed);
        }
        Ok(Self { entry, profile })
    }
}
