use super::*;
use crate::{
    keys::{AccountKeys, LockSeed, SigningKey},
    manifest::{Founding, ManifestError, Pinned, first},
    scheme::Scheme,
    signed::Signed,
    testing::{device, random},
    wire::{ApprovalGrant, ApprovalRequest, Bytes, Device},
};
use model::without;

fn account() -> (AccountKeys, Signed, Pinned) {
    let random = &mut random(1);
    let keys = AccountKeys::make(random);
    let lock = SigningKey::lock(&keys.account, &LockSeed::make(random));
    let (signed, pinned) =
        first(Founding { keys: &keys, lock: &lock, device: device(1), scheme: Scheme::V1 }).expect("the first");
    (keys, signed, pinned)
}

fn grant(old: &Confirmed, keys: &AccountKeys, pinned: &Pinned) -> ApprovalGrant {
    let device = old.device().clone();
    let enrol = |next: &mut crate::wire::Manifest| assert_eq!(next.enrol(device), 2);
    let (manifest, enrolled) = pinned.next(&keys.owner(), enrol).expect("the second");
    let sealed = old.seal(keys, &enrolled, &mut random(9)).expect("a key");
    ApprovalGrant { sealed, manifest }
}

#[test]
fn an_old_device_lets_in_a_new_one() {
    let (keys, one, pinned) = account();
    let (new, request) = Asking::begin(keys.account, device(2), &mut random(2));
    let (old, answer) = Answered::begin(keys.account, request.clone(), &mut random(3));
    assert_eq!(old.opened(&request).err(), Some(ApproveError::NotOpened));
    let (old, answer) = (Answered::begin(keys.account, request, &mut random(3)).0, answer);
    let (new, opened) = new.answered(&answer).expect("an answer");
    let old = old.opened(&opened).expect("what was committed to");
    assert_eq!(new.code(), old.code());
    let shown = new.code().to_string();
    assert!(shown.len() == 7 && shown.chars().filter(char::is_ascii_digit).count() == 6, "{shown}");
    let grant = grant(&old, &keys, &pinned);
    let (got, anchor) = new.granted(&grant, Scheme::V1).expect("sealed to it");
    assert_eq!(got, keys);
    let refused = anchor.follow(std::slice::from_ref(&one));
    assert_eq!(refused, Err(ManifestError::Rollback { found: 1, seen: 2 }), "the manifest that has it is held back");
    let now = anchor.follow(&[one, grant.manifest]).expect("the chain");
    assert_eq!(now.device(&device(2).id).map(|device| device.epoch), Some(2));
}

/// A server between the two runs each side by itself: it has a key of its own towards either.
#[test]
fn a_server_in_between_shows_other_digits() {
    let (keys, _, pinned) = account();
    let mut same = 0;
    for seed in 0..200 {
        let (new, request) = Asking::begin(keys.account, device(2), &mut random(1000 + seed));
        let evil_device = Device { key: Bytes::from([9; 65]), ..request.device.clone() };
        let (evil_new, evil_request) = Asking::begin(keys.account, evil_device, &mut random(2000 + seed));
        let (old, answer) = Answered::begin(keys.account, evil_request, &mut random(3000 + seed));
        let (_, evil_answer) = Answered::begin(keys.account, request, &mut random(4000 + seed));
        let (evil_new, evil_opened) = evil_new.answered(&answer).expect("an answer");
        let (new, _) = new.answered(&evil_answer).expect("an answer");
        let old = old.opened(&evil_opened).expect("what the server committed to");
        assert_eq!(evil_new.code(), old.code());
        same += usize::from(new.code() == old.code());
        let grant = grant(&old, &keys, &pinned);
        assert_eq!(
            new.granted(&grant, Scheme::V1).err(),
            Some(ApproveError::Keys),
            "it is not sealed to the new device"
        );
    }
    assert_eq!(same, 0, "two codes are the same once in a million");
}

/// Without the commitment the server tries halves until the old device's code is the one that the new device shows.
#[test]
fn nobody_chooses_a_half_after_the_others() {
    let (keys, ..) = account();
    let (_, request) = Asking::begin(keys.account, device(2), &mut random(2));
    let (other, other_request) = Asking::begin(keys.account, device(2), &mut random(4));
    let begin = || Answered::begin(keys.account, request.clone(), &mut random(3));
    let (_, late) = other.answered(&begin().1).expect("an answer");
    let exchanged = ApprovalRequest { opened: late.opened, ..request.clone() };
    let attack = || begin().0.opened(&exchanged).map(|_| ());
    assert_eq!(attack(), Err(ApproveError::Commitment));
    assert_eq!(without(&[COMMITMENT], attack), Ok(()));
    assert_ne!(other_request.commitment, request.commitment);
}

#[test]
fn a_commitment_is_to_this_device_alone() {
    let (keys, ..) = account();
    let changes: [fn(&mut ApprovalRequest); 4] = [
        |request| request.device.key = Bytes::from([9; 65]),
        |request| request.device.id = Bytes::from([9; 16]),
        |request| request.device.name = "phone 1".to_owned(),
        |request| request.approval = Bytes::from([9; 16]),
    ];
    for change in changes {
        let (new, mut request) = Asking::begin(keys.account, device(2), &mut random(2));
        change(&mut request);
        let (old, answer) = Answered::begin(keys.account, request, &mut random(3));
        let (_, opened) = new.answered(&answer).expect("an answer");
        assert_eq!(old.opened(&opened).err(), Some(ApproveError::Commitment));
    }
}

#[test]
fn what_is_no_half_is_refused() {
    let (keys, _, pinned) = account();
    let (new, request) = Asking::begin(keys.account, device(2), &mut random(2));
    let half = Bytes::from([0; 80]);
    let short = crate::wire::ApprovalAnswer { half };
    assert_eq!(new.answered(&short).err(), Some(ApproveError::Malformed));
    let device = request.device.clone();
    let commitment = Bytes::from(transcript::commitment(&request.approval, &device, &[0; 81]));
    let request = ApprovalRequest { commitment, opened: Some(Bytes::from([0; 81])), ..request };
    let (old, _) = Answered::begin(keys.account, request.clone(), &mut random(3));
    let old = old.opened(&request).expect("committed to");
    assert_eq!(old.seal(&keys, &pinned, &mut random(4)), Err(ApproveError::Malformed), "no point of the curve");
}
