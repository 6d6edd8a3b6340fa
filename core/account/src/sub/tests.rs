//! Accounts that are tied, and a server that says otherwise.

use super::*;
use crate::{
    keys::AccountKeys,
    record::{Rights, Side},
    rights::{Act, Cards, Link, Role},
    signed::{Kind, Signed},
    testing::random,
    wire::{Bytes, Introduced, Manifest, Member, Shared, SharedCard, Standing},
};
use model::without;

fn keys(seed: u64) -> AccountKeys {
    AccountKeys::make(&mut random(seed))
}

fn code() -> Code {
    Code::make(&mut random(99))
}

fn member(keys: &AccountKeys, name: &str) -> (Signed, Member) {
    let signed = introduce(keys, name, Side::Main, &code()).member;
    let read = read_member(&signed).expect("as it was made");
    (signed, read)
}

fn rights(acts: &[Act], depth: u8) -> Rights {
    Rights { role: Role::Manager, acts: acts.to_vec(), cards: Cards::All, expires: 100, depth }
}

fn manifest(keys: &AccountKeys) -> Manifest {
    Manifest {
        account: keys.account.bytes(),
        version: 1,
        previous: Bytes::default(),
        owner_key: Bytes::from(keys.owner().public_key()),
        lock_key: Bytes::default(),
        sheet_key: Bytes::default(),
        passkeys: Vec::new(),
        devices: Vec::new(),
        key_epoch: 1,
        keyring: Bytes::default(),
        kdf: crate::scheme::Scheme::V1.kdf(),
        revocation_epoch: 3,
        succession: None,
    }
}

// R: B7
#[test]
fn a_code_is_read_as_it_is_written() {
    let code = code();
    let read = Code::read(&format!(" {}\n", *code.text())).expect("as it was made");
    assert_eq!((&read.sub, read.secret()), (&code.sub, code.secret()));
    assert_eq!(code.text().len(), 48);
    assert!(!format!("{code:?}").contains(&code.secret().text()));
    for wrong in ["", "LFS1-", "LFS1-AAAA", "LF1-AAAA", &code.text()[..47], &format!("{}AA", *code.text())] {
        assert_eq!(Code::read(wrong).err(), Some(SubError::Code), "{wrong}");
    }
}

// R: B7 F6
#[test]
fn whoever_had_no_code_is_not_taken_for_the_other() {
    let (code, mine, server) = (code(), keys(1), keys(2));
    let good = introduce(&mine, "Ann", Side::Sub, &code);
    assert_eq!(introduced(&code, Side::Sub, &good).expect("as it was made").owner_key.0, mine.owner().public_key());
    let without_code = introduce(&server, "Ann", Side::Sub, &Code::make(&mut random(5)));
    let swapped = Introduced { member: without_code.member.clone(), vouch: good.vouch.clone() };
    for (side, said) in [(Side::Sub, &without_code), (Side::Sub, &swapped), (Side::Main, &good)] {
        assert_eq!(introduced(&code, side, said), Err(SubError::Vouch));
        assert!(without(&[checks::VOUCH], || introduced(&code, side, said)).is_ok(), "it is the check");
    }
    let mut said: Member = serde_json::from_slice(&good.member.payload.0).expect("as it was made");
    said.agreement_key = Bytes::from(AgreementKey::of(&server.account, &server.root).public_key());
    let member = Signed { payload: Bytes(serde_json::to_vec(&said).expect("as it was made")), ..good.member };
    assert_eq!(read_member(&member), Err(SubError::Member));
    assert!(without(&[checks::MEMBER], || read_member(&member)).is_ok(), "it is the check");
}

/// Account 1 is the main one; 2 and 3 are its sub-accounts; 4 is the server's.
struct Family {
    keys: [AccountKeys; 4],
    said: [(Signed, Member); 4],
}

impl Family {
    fn new() -> Self {
        let keys = [1, 2, 3, 4].map(keys);
        let said = std::array::from_fn(|at| member(&keys[at], ["Home", "Ann", "Ben", "Server"][at]));
        Self { keys, said }
    }

    /// What account `of` knows: itself and the main one.
    fn known(&self, of: usize) -> Known {
        [0, of].into_iter().map(|at| (self.said[at].1.account.clone(), self.said[at].1.clone())).collect()
    }

    fn standing(&self, by: usize, from: usize, to: usize, rights: &[Signed], number: u64) -> Signed {
        let standing = Standing {
            by: self.said[by].1.account.clone(),
            from: self.said[from].0.clone(),
            to: self.said[to].0.clone(),
            link: Link::Linked,
            rights: rights.to_vec(),
            number,
            time: 7,
        };
        self.keys[by].owner().sign(Kind::Standing, &standing)
    }

    /// Ann's consent to the main account, and what that hands on of it to Ben.
    fn chain(&self, consent: &Rights, bens: &Rights) -> Option<Vec<Signed>> {
        let main = &self.said[0].1.owner_key;
        let consent = capability(&manifest(&self.keys[1]), consent, main).signed(&self.keys[1].owner());
        let chain = vec![consent];
        let handed = handed_on(&chain, bens, &self.said[2].1.owner_key)?;
        Some([chain, vec![handed.signed(&self.keys[0].owner())]].concat())
    }
}

// R: B7 F6
#[test]
fn a_sub_account_sees_what_the_other_consented_to_and_the_main_account_handed_on() {
    let family = Family::new();
    let consent = rights(&[Act::See, Act::Use, Act::Delegate], 1);
    let chain = family.chain(&consent, &rights(&[Act::See, Act::Lock], 0)).expect("as it was made");
    let signed = family.standing(0, 1, 2, &chain, 1);
    let stands = read_standing(&signed, &family.known(1)).expect("as it was made");
    assert_eq!((stands.from.name.as_str(), stands.to.name.as_str()), ("Ann", "Ben"));
    let own = manifest(&family.keys[1]);
    let judge = |act| stands.judge(&own, act, "89", 99);
    assert_eq!(judge(Act::See), Ok(()));
    assert!(judge(Act::Use).is_err(), "Ben was not given it");
    assert!(judge(Act::Lock).is_err(), "Ann did not consent to it");
    assert!(stands.judge(&own, Act::See, "89", 100).is_err(), "it has expired");
    let revoked = Manifest { revocation_epoch: 4, ..own };
    assert!(stands.judge(&revoked, Act::See, "89", 99).is_err(), "rights were revoked since");
    assert!(family.chain(&rights(&[Act::See, Act::Delegate], 0), &rights(&[Act::See], 0)).is_none(), "depth");
    assert!(family.chain(&rights(&[Act::See], 1), &rights(&[Act::See], 0)).is_none(), "not to be handed on");
}

// R: B7 F6
#[test]
fn a_server_makes_no_standing_swaps_no_account_and_shows_no_older_one() {
    let family = Family::new();
    let known = family.known(1);
    let own = family.standing(3, 1, 3, &[], 1);
    assert_eq!(read_standing(&own, &known), Err(SubError::Standing));
    assert!(without(&[checks::STANDING], || read_standing(&own, &known)).is_ok(), "it is the check");
    let of_himself = family.standing(0, 1, 0, &[], 1);
    assert_eq!(read_standing(&of_himself, &known), Err(SubError::Standing), "nobody says what he may himself");
    assert!(without(&[checks::STANDING], || read_standing(&of_himself, &known)).is_ok(), "it is the check");
    // The main account's word, by another account's key that calls itself Ann's.
    let mut posing = Family::new();
    let mut said: Member = posing.said[3].1.clone();
    said.account = family.said[1].1.account.clone();
    posing.said[3].0 = posing.keys[3].owner().sign(Kind::Member, &said);
    let swapped = posing.standing(0, 3, 2, &[], 1);
    assert_eq!(read_standing(&swapped, &known), Err(SubError::Other));
    assert!(without(&[checks::KNOWN], || read_standing(&swapped, &known)).is_ok(), "it is the check");
    let [one, two] = [1, 2]
        .map(|number| read_standing(&family.standing(0, 1, 2, &[], number), &known).expect("as it was made").said);
    assert_eq!((newer(None, &one), newer(Some(&one), &two), newer(Some(&two), &two)), (Ok(true), Ok(true), Ok(false)));
    assert_eq!(newer(Some(&two), &one), Err(SubError::Older { found: 1, seen: 2 }));
    assert_eq!(without(&[checks::NUMBER], || newer(Some(&two), &one)), Ok(true), "it is the check");
}

// R: B7 F6
#[test]
fn what_is_shown_is_read_by_the_one_that_it_is_for() {
    let family = Family::new();
    let (ann, ben) = (&family.keys[1], &family.keys[2]);
    let card = SharedCard {
        iccid: "8999900000000000001".into(),
        operator: "Test".into(),
        name: "Holiday".into(),
        state: "enabled".into(),
        device: Bytes::from([1; 16]),
        device_name: "phone".into(),
        epoch: 1,
        acts: vec![Act::See],
    };
    let shared = Shared { cards: vec![card], time: 7 };
    let (from, to) = (&family.said[1].1, &family.said[2].1);
    let seal = |seed, number| {
        let sealing = Sealing { from: &from.account, to, number };
        seal_share(&ann.owner(), &sealing, &shared, &mut random(seed)).expect("as it was made")
    };
    let key = |keys: &AccountKeys| AgreementKey::of(&keys.account, &keys.root);
    let open = |signed: &Signed, seen| open_share(signed, from, (&to.account, &key(ben)), seen);
    let signed = seal(1, 5);
    assert_eq!(open(&signed, 4), Ok((5, shared.clone())));
    assert_eq!(open(&signed, 6), Err(SubError::Older { found: 5, seen: 6 }));
    assert!(without(&[checks::SHARE_NUMBER], || open(&signed, 6)).is_ok(), "it is the check");
    assert!(!String::from_utf8_lossy(&signed.payload.0).contains("Holiday"));
    let server = &family.keys[3];
    let other = open_share(&signed, from, (&to.account, &key(server)), 0);
    assert_eq!(other, Err(SubError::Sealed), "no other key opens it");
    assert_eq!(open_share(&signed, from, (&from.account, &key(ben)), 0), Err(SubError::Share), "it is Ben's");
    let forged = seal_share(&server.owner(), &Sealing { from: &from.account, to, number: 9 }, &shared, &mut random(3));
    let forged = forged.expect("as it was made");
    assert_eq!(open(&forged, 0), Err(SubError::Share));
    assert!(without(&[checks::SHARE], || open(&forged, 0)).is_ok(), "it is the check");
    // Each is sealed by a key of its own.
    let keys = [seal(1, 5), seal(2, 6)].map(|signed| {
        let share: crate::wire::Share = serde_json::from_slice(&signed.payload.0).expect("as it was made");
        share.key
    });
    assert_ne!(keys[0], keys[1]);
}
