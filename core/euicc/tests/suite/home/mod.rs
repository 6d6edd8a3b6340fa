//! Copies of a card, of which one is live (B5): the whole of it over two or three eUICCs of one operator.

mod attacks;
mod kills;
mod overwrite;
mod replay;
mod roles;
mod totality;
mod vouch;

use crate::{
    harness::{
        Operator, Phone, PowerCut, Shop, download,
        profiles::{self, iccid, metadata},
        random, sim,
    },
    session::enable,
};
use landfall_euicc::{
    HomeError,
    state::{ProfileEntry, Role},
};
use rsp::{
    cert::Assurance,
    es10::EnableResult,
    metadata::{Portable, StoreMetadataRequest},
    notification::FinalResult,
};
use uicc::aka::{Aka, milenage::Milenage};

/// What a reply said: the bytes that left, or which reason there was.
type Reply = Result<Vec<u8>, HomeError>;

fn reply(mut bytes: Vec<u8>) -> Reply {
    let status = bytes.split_off(bytes.len() - 2);
    match u16::from_be_bytes([status[0], status[1]]) {
        0x9000 => Ok(bytes),
        status => Err(HomeError::of_status(status).unwrap_or_else(|| panic!("{status:04X}"))),
    }
}

/// The steps, on a phone whose power may be cut.
impl Phone {
    fn try_home_key(&mut self, number: u32) -> Result<Reply, PowerCut> {
        let step = self.euicc.home_key(&iccid(number), &mut random);
        self.drive(step).map(reply)
    }

    fn try_copy_out(&mut self, number: u32, statement: &[u8]) -> Result<Reply, PowerCut> {
        let step = self.euicc.copy_out(&iccid(number), statement, &mut random);
        self.drive(step).map(reply)
    }

    fn try_copy_in(&mut self, copy: &[u8], replaced: Option<u32>) -> Result<Reply, PowerCut> {
        let step = self.euicc.copy_in(copy, replaced.map(iccid).as_ref(), &mut random);
        self.drive(step).map(reply)
    }

    fn try_make_dormant(&mut self, number: u32, to: &model::Eid) -> Result<Reply, PowerCut> {
        let step = self.euicc.make_dormant(&iccid(number), to, &mut random);
        self.drive(step).map(reply)
    }

    fn try_make_live(&mut self, number: u32, statement: &[u8]) -> Result<Reply, PowerCut> {
        let step = self.euicc.make_live(&iccid(number), statement, &mut random);
        self.drive(step).map(reply)
    }

    fn try_force_live(&mut self, number: u32) -> Result<Reply, PowerCut> {
        let step = self.euicc.force_live(&iccid(number), &mut random);
        self.drive(step).map(reply)
    }

    fn home_key(&mut self, number: u32) -> Reply {
        self.try_home_key(number).expect("the power stays on")
    }

    fn copy_out(&mut self, number: u32, statement: &[u8]) -> Reply {
        self.try_copy_out(number, statement).expect("the power stays on")
    }

    fn copy_in(&mut self, copy: &[u8], replaced: Option<u32>) -> Reply {
        self.try_copy_in(copy, replaced).expect("the power stays on")
    }

    fn make_dormant(&mut self, number: u32, to: &model::Eid) -> Reply {
        self.try_make_dormant(number, to).expect("the power stays on")
    }

    fn make_live(&mut self, number: u32, statement: &[u8]) -> Reply {
        self.try_make_live(number, statement).expect("the power stays on")
    }

    fn force_live(&mut self, number: u32) -> Reply {
        self.try_force_live(number).expect("the power stays on")
    }

    fn entry(&self, number: u32) -> Option<&ProfileEntry> {
        self.euicc.state().profiles.get(&iccid(number))
    }

    fn role(&self, number: u32) -> Option<Role> {
        self.entry(number).map(|entry| entry.home.role)
    }

    fn generation(&self, number: u32) -> u64 {
        self.entry(number).map_or(0, |entry| entry.home.generation)
    }
}

fn portable(number: u32, least_assurance: Assurance) -> StoreMetadataRequest {
    StoreMetadataRequest { service_specific_data: vec![Portable { least_assurance }.item()], ..metadata(number) }
}

/// The first has card 1, which may be copied.
fn phones<const N: usize>() -> (Operator, [Phone; N]) {
    let operator = Operator::new();
    let mut phones: [Phone; N] =
        std::array::from_fn(|at| operator.phone_with(&format!("8904903200123451234512345678{at:02}")));
    give(&operator, &mut phones[0], portable(1, Assurance::Tee), 1);
    (operator, phones)
}

/// Downloads a card.
fn give(operator: &Operator, phone: &mut Phone, metadata: StoreMetadataRequest, number: u32) {
    let mut shop = Shop::new(operator, metadata, &profiles::own(number));
    assert!(matches!(download(phone, &mut shop), FinalResult::Success { .. }));
}

/// A dormant copy of card 1 from one to the other.
pub(crate) fn copy(from: &mut Phone, to: &mut Phone) {
    let key = to.home_key(1).expect("a key");
    let sealed = from.copy_out(1, &key).expect("a copy");
    to.copy_in(&sealed, None).expect("it comes in");
}

/// Card 1 goes live in the other.
pub(crate) fn hand_over(from: &mut Phone, to: &mut Phone) {
    let statement = from.make_dormant(1, &to.eid).expect("a statement");
    to.make_live(1, &statement).expect("it goes live");
}

/// The network of card 1.
struct Network {
    aka: Aka,
    seq: u64,
}

impl Network {
    fn new() -> Self {
        Self { aka: Aka::milenage(Milenage::new(&profiles::KI, &profiles::OPC)), seq: 0 }
    }

    /// The next challenge, of index 7.
    fn challenge(&mut self) -> ([u8; 16], [u8; 16]) {
        self.seq += 1;
        let mut rand = [0; 16];
        random(&mut rand);
        let vector = self.aka.vector(&rand, self.seq << 5 | 7, &[0x80, 0]).expect("a 3G algorithm");
        (vector.rand, vector.autn)
    }
}

/// Card 1 as a terminal has it: enabled, with its PIN given.
fn in_use(phone: &mut Phone) {
    phone.reset();
    assert!(matches!(enable(phone, 1), EnableResult::Ok | EnableResult::ProfileNotInDisabledState));
    sim::select_usim(phone);
    assert_eq!(sim::verify(phone, 0x01, profiles::PIN), "9000");
}

/// How card 1 answers a challenge: with RES, or with AUTS.
fn answers(phone: &mut Phone, (rand, autn): &([u8; 16], [u8; 16])) -> Answer {
    let data = sim::authenticate(phone, rand, autn).expect("the challenge is genuine");
    match data.split_first() {
        Some((0xDB, _)) => Answer::Res,
        Some((0xDC, rest)) => Answer::Auts(rest[1..].try_into().expect("14 bytes")),
        _ => panic!("{data:02X?}"),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Res,
    Auts([u8; 14]),
}
