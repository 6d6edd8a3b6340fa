//! A card's copies, of which one is live (B5). A copy is made inside the eUICC and sealed to a key of another one; it is dormant there until the live one
//! hands its role over. No command does any of it: these are methods of [`Euicc`] that go on by [`uicc::Smartcard::resume`], as [`Euicc::put_card`] does.
//!
//! | step | where | what leaves |
//! |---|---|---|
//! | [`Euicc::home_key`] | the one that will have the copy | a one-time key, signed |
//! | [`Euicc::copy_out`] | the live one | the card, sealed to that key, signed |
//! | [`Euicc::copy_in`] | the one that has the key | nothing |
//! | [`Euicc::make_dormant`] | the live one | the role, with how far the card's sequence numbers got, sealed for its copies, signed |
//! | [`Euicc::make_live`] | the copy | nothing |
//! | [`Euicc::force_live`] | a copy, if the live one can't be asked | nothing |
//! | [`Euicc::vouch`] | the live one | a proof that it is here |
//!
//! Each step is one commit, and may be repeated after a lost answer: it then answers the same, or changes nothing. Whom to give a copy is not for the
//! eUICC to know: it sees to it that the other one is genuine (certified under the root that the card's operator delivered it under, and keeping its key
//! as well as the operator demands) and that the key is that one's. That the other one is its owner's too, whoever calls [`Euicc::copy_out`] must have
//! from somebody whom a server can't be: a key of the account.
//!
//! A reply is a response APDU: what leaves, and `9000`; or the status word of a [`HomeError`].

mod copy_in;
mod copy_out;
mod error;
mod hand_over;
mod key;
mod make_dormant;
mod make_live;
mod sealed;
mod statement;
mod vouch;

pub use error::HomeError;

use crate::{Euicc, act::Act, checks, state::ProfileEntry};
use model::{Eid, Iccid, Random};
use rsp::cert::Assurance;
use statement::Statement;
use uicc::{Profile, StatusWord, Step, profile};

/// Whom a copy or a hand-over is for, as it says; nothing of it is verified.
///
/// # Errors
/// [`HomeError::Malformed`].
pub fn addressee(statement: &[u8]) -> Result<Eid, HomeError> {
    statement::eid(&Statement::read(statement)?.body, 0x83)
}

/// Which card a statement is about, and which eUICC made it, as it says; nothing of it is verified.
///
/// # Errors
/// [`HomeError::Malformed`].
pub fn subject(statement: &[u8]) -> Result<(Iccid, Eid), HomeError> {
    Statement::read(statement).map(|statement| (statement.iccid, statement.from))
}

impl Euicc {
    /// A one-time key to which a copy of the card `iccid` may be sealed, durable, in a statement that this eUICC signed. The same key until the copy came
    /// in. Refused with [`HomeError::Here`] if the card is live here.
    pub fn home_key(&mut self, iccid: &Iccid, random: &mut dyn Random) -> Step {
        let iccid = *iccid;
        self.begin(random, move |euicc, random| key::home_key(euicc, iccid, random))
    }

    /// A copy of the live card `iccid`, sealed to the key in another eUICC's `statement`. This one stays live. Only of a card that its operator marked
    /// portable ([`rsp::metadata::Portable`]), for an eUICC under the root that the card was delivered under.
    pub fn copy_out(&mut self, iccid: &Iccid, statement: &[u8], random: &mut dyn Random) -> Step {
        let (iccid, statement) = (*iccid, statement.to_vec());
        self.begin(random, move |euicc, _| copy_out::copy_out(euicc, iccid, &statement))
    }

    /// Puts a copy in, dormant, and ends its one-time key, in one commit. With `replaced`, that card goes in the same commit: a dormant copy of the same
    /// number, or another card, whose operator hears of it.
    pub fn copy_in(&mut self, copy: &[u8], replaced: Option<&Iccid>, random: &mut dyn Random) -> Step {
        let (copy, replaced) = (copy.to_vec(), replaced.copied());
        self.begin(random, move |euicc, _| copy_in::copy_in(euicc, &copy, replaced))
    }

    /// Makes the live card `iccid` dormant, disabled first, and gives the statement by which its copy in the eUICC `to` goes live. Repeated for the same
    /// one it gives the same statement; for another one it is refused ([`HomeError::HandedOver`]).
    pub fn make_dormant(&mut self, iccid: &Iccid, to: &Eid, random: &mut dyn Random) -> Step {
        let (iccid, to) = (*iccid, *to);
        self.begin(random, move |euicc, _| make_dormant::make_dormant(euicc, iccid, to))
    }

    /// Makes the dormant card `iccid` live by the statement of the one that was: its sequence numbers go on from there, and it forgets where it was
    /// registered and the keys of its last sessions. It stays disabled.
    pub fn make_live(&mut self, iccid: &Iccid, statement: &[u8], random: &mut dyn Random) -> Step {
        let (iccid, statement) = (*iccid, statement.to_vec());
        self.begin(random, move |euicc, _| make_live::make_live(euicc, iccid, &statement))
    }

    /// Makes the dormant card `iccid` live although the live one can't be asked. Both are live then, until that one is made dormant or erased; what a
    /// network may have sent that one is stale here ([`uicc::aka::SqnArray::leap`]), at the cost of one resynchronisation.
    pub fn force_live(&mut self, iccid: &Iccid, random: &mut dyn Random) -> Step {
        let iccid = *iccid;
        self.begin(random, move |euicc, _| make_live::force_live(euicc, iccid))
    }

    /// Shows that the live card `iccid` is here, whether it is enabled or not: [`Profile::vouch`] for `rand` and `message`. A dormant copy shows nothing.
    pub fn vouch(&mut self, iccid: &Iccid, rand: &[u8; 16], message: &[u8], random: &mut dyn Random) -> Step {
        let (iccid, rand, message) = (*iccid, *rand, message.to_vec());
        self.begin(random, move |euicc, _| vouch::vouch(euicc, iccid, rand, message))
    }
}

/// How well an eUICC must keep its key to have a copy of this card; if it may have one at all.
fn portable(entry: &ProfileEntry) -> Result<Assurance, HomeError> {
    if entry.is_test() || entry.smdp_oid.is_empty() {
        return Err(HomeError::Unfit);
    }
    match entry.metadata.portable() {
        Some(portable) => Ok(portable.least_assurance),
        None if checks::PORTABLE.on() => Err(HomeError::NotPortable),
        None => Ok(Assurance::None),
    }
}

/// Goes on with the card `iccid`, read from its records.
fn card(iccid: Iccid, then: impl FnOnce(&mut Euicc, Profile, &mut dyn Random) -> Act + Send + 'static) -> Act {
    Act::load(profile::TABLE, iccid.as_ef(), move |euicc, records, random| match Profile::load(&records) {
        Ok(profile) => then(euicc, profile, random),
        Err(_) => refuse(HomeError::Damaged),
    })
}

fn done(mut data: Vec<u8>) -> Act {
    data.extend(StatusWord::OK.to_bytes());
    Act::Response(data)
}

fn refuse(error: HomeError) -> Act {
    Act::Response(error.status().to_be_bytes().to_vec())
}
