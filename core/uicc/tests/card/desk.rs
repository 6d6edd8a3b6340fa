//! A reader on a desk: carries out a card's steps over records in memory.

use model::{Batch, Change, Random, SecretBytes};
use std::collections::BTreeMap;
use uicc::{Card, Outcome, Profile, Smartcard, Step, Transport};

/// Durable records: only batches that were committed.
#[derive(Clone, Default)]
pub(crate) struct Disk(pub(crate) BTreeMap<Vec<u8>, SecretBytes>);

impl Disk {
    pub(crate) fn commit(&mut self, batch: &Batch) {
        for change in &batch.changes {
            match change {
                Change::Put { id, value, .. } => {
                    self.0.insert(id.clone(), value.clone());
                }
                Change::Delete { id, .. } => {
                    self.0.remove(id);
                }
                Change::DeletePrefix { prefix, .. } => self.0.retain(|id, _| !id.starts_with(prefix)),
            }
        }
    }

    pub(crate) fn records(&self) -> Vec<(Vec<u8>, SecretBytes)> {
        self.0.iter().map(|(id, value)| (id.clone(), value.clone())).collect()
    }

    pub(crate) fn load(&self) -> Profile {
        Profile::load(&self.records()).expect("what a card wrote")
    }
}

/// What the disk does with the next batches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Works,
    Fails,
}

pub(crate) struct Desk {
    pub(crate) card: Card,
    pub(crate) disk: Disk,
    pub(crate) fate: Fate,
    /// Ids of the records that each commit wrote.
    pub(crate) commits: Vec<Vec<Vec<u8>>>,
}

pub(crate) struct Zeros;

impl Random for Zeros {
    fn fill(&mut self, out: &mut [u8]) {
        out.fill(0xA7);
    }
}

impl Desk {
    pub(crate) fn new(profile: Profile) -> Self {
        let mut disk = Disk::default();
        disk.commit(&profile.records());
        Self { card: Card::new(profile), disk, fate: Fate::Works, commits: Vec::new() }
    }

    pub(crate) fn sample() -> Self {
        Self::new(super::sample::profile())
    }

    pub(crate) fn with_transport(self, transport: Transport) -> Self {
        Self { card: self.card.with_transport(transport), ..self }
    }

    /// The card as it comes up after a power cut: from what is on the disk.
    pub(crate) fn restarted(&self) -> Self {
        let transport = Transport::Block;
        let card = Card::new(self.disk.load()).with_transport(transport);
        Self { card, disk: self.disk.clone(), fate: Fate::Works, commits: Vec::new() }
    }

    pub(crate) fn send(&mut self, command: &str) -> String {
        let bytes = hex::decode(command.replace(' ', "")).expect("hex");
        hex::encode(self.transmit(&bytes))
    }

    pub(crate) fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let step = self.card.transmit(command, &mut Zeros);
        self.drive(step)
    }

    pub(crate) fn drive(&mut self, mut step: Step) -> Vec<u8> {
        loop {
            match step {
                Step::Reply(reply) => return reply,
                Step::Commit { batch, .. } => {
                    let outcome = match self.fate {
                        Fate::Works => {
                            self.disk.commit(&batch);
                            self.commits.push(batch.changes.iter().map(id_of).collect());
                            Outcome::Committed
                        }
                        Fate::Fails => Outcome::CommitFailed,
                    };
                    step = self.card.resume(outcome, &mut Zeros);
                }
                Step::Load { .. } | Step::Sign { .. } => panic!("a SIM asks for no such thing"),
            }
        }
    }

    /// Gives a code: PIN1 `01`, PIN2 `81`, ADM1 `0A`.
    pub(crate) fn give(&mut self, reference: u8) {
        let code = match reference {
            0x01 => super::sample::PIN1,
            0x81 => super::sample::PIN2,
            _ => super::sample::ADM1,
        };
        assert_eq!(self.send(&format!("002000{reference:02x}08{code}")), "9000");
    }

    /// Selects the USIM by its AID.
    pub(crate) fn usim(&mut self) {
        assert!(self.send("00A4040407A0000000871002").ends_with("9000"));
    }
}

fn id_of(change: &Change) -> Vec<u8> {
    match change {
        Change::Put { id, .. } | Change::Delete { id, .. } => id.clone(),
        Change::DeletePrefix { prefix, .. } => prefix.clone(),
    }
}
