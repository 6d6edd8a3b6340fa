use super::*;
use crate::{
    keys::{AccountKeys, ExportKey, KeyError, LockSeed, Root, SigningKey},
    scheme::Scheme,
    signed::{Kind, Signed, Signer},
    testing::{device, random},
    wire::{Bytes, Device, Kdf, Manifest},
};
use model::{Check, without};

/// An account with three manifests: phone 1 makes it, phone 2 is enrolled, phone 1 is revoked and the data key rotated.
struct Account {
    keys: AccountKeys,
    chain: Vec<Signed>,
    pinned: Vec<Pinned>,
}

impl Account {
    fn make() -> Self {
        let random = &mut random(1);
        let keys = AccountKeys::make(random);
        let lock = SigningKey::lock(&keys.account, &LockSeed::make(random));
        let founding = Founding { keys: &keys, lock: &lock, device: device(1), scheme: Scheme::V1 };
        let (one, first) = first(founding).expect("the first");
        let (two, second) = first.next(&keys.owner(), |next| assert_eq!(next.enrol(device(2)), 2)).expect("the second");
        let revoke = |next: &mut Manifest| {
            assert!(next.revoke(&device(1).id));
            next.key_epoch += 1;
        };
        let (three, third) = second.next(&keys.owner(), revoke).expect("the third");
        Self { keys, chain: vec![one, two, three], pinned: vec![first, second, third] }
    }

    fn anchor(&self) -> Pinned {
        Pinned::anchor(&self.keys.account, &self.keys.owner().public_key(), Scheme::V1)
    }

    /// What the second manifest would be with `change`, signed by the owner.
    fn second(&self, change: impl FnOnce(&mut Manifest)) -> Signed {
        let mut manifest = read(&self.chain[1]);
        change(&mut manifest);
        self.keys.owner().sign(Kind::Manifest, &manifest)
    }

    /// What the third manifest would be with `change`, signed by the owner.
    fn third(&self, change: impl FnOnce(&mut Manifest)) -> Signed {
        let mut manifest = read(&self.chain[2]);
        change(&mut manifest);
        self.keys.owner().sign(Kind::Manifest, &manifest)
    }
}

fn read(signed: &Signed) -> Manifest {
    serde_json::from_slice(&signed.payload.0).expect("a manifest")
}

/// The attack fails by this error, and succeeds without these checks.
fn attack(checks: &'static [Check], error: ManifestError, pinned: &Pinned, chain: &[Signed]) {
    assert_eq!(pinned.follow(chain).err(), Some(error));
    let taken = without(checks, || pinned.follow(chain));
    assert_eq!(taken.as_ref().map(|now| now.last.as_ref()), Ok(chain.last()), "without {checks:?} it is taken");
}

#[test]
fn a_device_follows_from_wherever_it_is() {
    let account = Account::make();
    let anchor = account.anchor();
    assert_eq!(anchor.follow(&account.chain).as_ref(), Ok(&account.pinned[2]));
    assert_eq!(anchor.follow(&[]), Err(ManifestError::Missing));
    for (at, pinned) in account.pinned.iter().enumerate() {
        assert_eq!(pinned.follow(&account.chain[at..]).as_ref(), Ok(&account.pinned[2]), "its own once more");
        assert_eq!(pinned.follow(&account.chain[at + 1..]).as_ref(), Ok(&account.pinned[2]));
        assert_eq!(pinned.follow(&[]).as_ref(), Ok(pinned), "nothing newer");
        let kept = serde_json::to_vec(pinned).expect("what is kept");
        assert_eq!(serde_json::from_slice::<Pinned>(&kept).expect("as kept"), *pinned);
    }
    let last = &account.pinned[2];
    assert_eq!(last.device(&device(1).id), None, "it is revoked");
    assert_eq!(last.device(&device(2).id).map(|device| device.epoch), Some(2));
}

#[test]
fn a_server_adds_no_device() {
    let account = Account::make();
    let mut manifest = read(&account.chain[1]);
    manifest.enrol(device(9));
    let thief = SigningKey::owner(&account.keys.account, &Root::new([9; 32]));
    let forged = thief.sign(Kind::Manifest, &manifest);
    attack(&[checks::OWNER_SIGNS], ManifestError::Signature(2), &account.pinned[0], &[forged]);
    let mut changed = account.chain[1].clone();
    changed.payload = Bytes(serde_json::to_vec(&manifest).expect("a manifest"));
    attack(&[checks::OWNER_SIGNS], ManifestError::Signature(2), &account.pinned[0], &[changed]);
    let by_lock = Signed { signer: Signer::Lock, ..account.chain[1].clone() };
    attack(&[checks::OWNER_SIGNS], ManifestError::Signature(2), &account.pinned[0], &[by_lock]);
    let for_another_purpose = account.keys.owner().sign(Kind::Order, &manifest);
    attack(&[checks::OWNER_SIGNS], ManifestError::Signature(2), &account.pinned[0], &[for_another_purpose]);
}

#[test]
fn a_server_swaps_no_owner_key() {
    let account = Account::make();
    let thief = SigningKey::owner(&account.keys.account, &Root::new([9; 32]));
    let mut manifest = read(&account.chain[1]);
    manifest.owner_key = Bytes::from(thief.public_key());
    let both = &[checks::OWNER_SIGNS, checks::OWNER_KEY];
    attack(both, ManifestError::Signature(2), &account.pinned[0], &[thief.sign(Kind::Manifest, &manifest)]);
    let own = account.keys.owner().sign(Kind::Manifest, &manifest);
    attack(&[checks::OWNER_KEY], ManifestError::OwnerKey(2), &account.pinned[0], &[own]);
    let mut whole = read(&account.chain[0]);
    whole.owner_key = Bytes::from(thief.public_key());
    attack(both, ManifestError::Signature(1), &account.anchor(), &[thief.sign(Kind::Manifest, &whole)]);
}

#[test]
fn a_server_weakens_no_password() {
    let account = Account::make();
    let weak = Kdf { memory: 8, passes: 1, lanes: 1 };
    let signed = account.second(|next| next.kdf = weak);
    attack(&[checks::KDF], ManifestError::Kdf(2), &account.pinned[0], &[signed]);
    let other = Pinned::anchor(&account.keys.account, &account.keys.owner().public_key(), Scheme::CHEAP);
    attack(&[checks::KDF], ManifestError::Kdf(1), &other, &account.chain[..1]);
}

#[test]
fn another_accounts_manifest_is_refused() {
    let account = Account::make();
    let signed = account.second(|next| next.account = Bytes::from([9; 16]));
    attack(&[checks::ACCOUNT], ManifestError::Account, &account.pinned[0], &[signed]);
}

#[test]
fn a_server_rolls_nothing_back() {
    let account = Account::make();
    let refused = ManifestError::Rollback { found: 2, seen: 3 };
    attack(&[checks::ROLLBACK], refused, &account.pinned[2], &account.chain[1..2]);
    assert_eq!(account.pinned[2].told(2), Err(refused));
    assert_eq!(without(&[checks::ROLLBACK], || account.pinned[2].told(2)), Ok(()));
    assert_eq!(account.pinned[2].told(3), Ok(()));

    let approved = account.anchor().at_least(account.pinned[2].mark().expect("it has one"));
    assert_eq!(approved.told(2), Err(refused));
    attack(&[checks::ROLLBACK], refused, &approved, &account.chain[..2]);
    assert!(approved.follow(&account.chain).is_ok());
}

#[test]
fn a_server_shows_all_devices_the_same() {
    let account = Account::make();
    let other = account.third(|next| next.revocation_epoch += 1);
    attack(&[checks::FORK], ManifestError::Fork(3), &account.pinned[2], std::slice::from_ref(&other));
    let approved = account.anchor().at_least(account.pinned[2].mark().expect("it has one"));
    let chain = [&account.chain[..2], &[other]].concat();
    attack(&[checks::FORK], ManifestError::Fork(3), &approved, &chain);
}

#[test]
fn a_server_leaves_nothing_out() {
    let account = Account::make();
    let gap = ManifestError::Gap { wanted: 2, found: 3 };
    attack(&[checks::GAP, checks::PREVIOUS, checks::EPOCHS], gap, &account.pinned[0], &account.chain[2..]);
    let first = ManifestError::Gap { wanted: 1, found: 2 };
    attack(&[checks::GAP, checks::PREVIOUS], first, &account.anchor(), &account.chain[1..2]);
    let signed = account.second(|next| next.previous = Bytes::from([9; 32]));
    attack(&[checks::PREVIOUS], ManifestError::Previous(2), &account.pinned[0], &[signed]);
}

#[test]
fn a_device_keeps_its_key_and_stays_revoked() {
    let account = Account::make();
    let (pinned, third) = (&account.pinned[1], |change: fn(&mut Manifest)| [account.third(change)]);
    let refused = ManifestError::Devices(3);
    attack(&[checks::DEVICES], refused, pinned, &third(|next| next.devices[1].key = Bytes::from([9; 65])));
    attack(&[checks::DEVICES], refused, pinned, &third(|next| drop(next.devices.remove(0))));
    let twice = |next: &mut Manifest| next.devices.push(Device { epoch: 3, ..next.devices[1].clone() });
    attack(&[checks::DEVICES], refused, pinned, &third(twice));
    let owner = account.keys.owner();
    let back = account.pinned[2].next(&owner, |next| next.devices[0].revoked = false);
    assert_eq!(back.err(), Some(ManifestError::Devices(4)), "nobody signs what the others refuse");
    let again = account.pinned[2].next(&owner, |next| assert_eq!(next.enrol(device(1)), 3)).expect("enrolled anew");
    assert_eq!(again.1.device(&device(1).id).map(|device| device.epoch), Some(3), "under an epoch of its own");
}

#[test]
fn an_enrolments_epoch_is_given_once() {
    let account = Account::make();
    let pinned = &account.pinned[0];
    let second = |epoch: u64| [account.second(|next| next.devices[1].epoch = epoch)];
    attack(&[checks::EPOCHS], ManifestError::Epochs(2), pinned, &second(1));
    attack(&[checks::EPOCHS], ManifestError::Epochs(2), pinned, &second(0));
    let two = [account.second(|next| next.devices.push(Device { epoch: 2, ..device(3) }))];
    attack(&[checks::EPOCHS], ManifestError::Epochs(2), pinned, &two);
}

#[test]
fn keys_and_rights_never_go_back() {
    let account = Account::make();
    let four = |change: fn(&mut Manifest)| {
        let mark = account.pinned[2].mark().expect("it has one");
        [account.third(|next| {
            (next.version, next.previous) = (4, mark.digest);
            change(next);
        })]
    };
    attack(&[checks::RISING], ManifestError::Sank(4), &account.pinned[2], &four(|next| next.key_epoch = 1));
    attack(&[checks::RISING], ManifestError::Sank(4), &account.pinned[2], &four(|next| next.revocation_epoch = 0));
    assert!(account.pinned[2].follow(&four(|_| ())).is_ok());
}

#[test]
fn what_is_no_manifest_is_said_to_be_none() {
    let account = Account::make();
    let signed = account.keys.owner().sign(Kind::Manifest, &"hello");
    assert_eq!(account.anchor().follow(&[signed]), Err(ManifestError::Unreadable));
}

// R: F6
#[test]
fn a_keyring_of_the_same_epoch_that_the_manifest_does_not_name_is_refused() {
    let random = &mut random(2);
    let account = Account::make();
    let AccountKeys { account: id, root, .. } = &account.keys;
    // Two devices rotated at the same time; the server took one's manifest, and hands out the other's keys.
    let [taken, other] = [(); 2].map(|()| {
        let keys = AccountKeys { keyring: account.keys.keyring.rotated(random), ..account.keys.clone() };
        let sealed = keys.seal(&ExportKey::make(random), &LockSeed::make(random), random);
        let mut manifest = read(&account.chain[1]);
        manifest.names(&sealed, &keys.keyring);
        (manifest, sealed, keys.keyring)
    });
    assert_ne!(taken.0, other.0, "two keys make two manifests");
    assert_eq!(taken.0.open_keyring(&taken.1, id, root), Ok(taken.2));
    let attack = || taken.0.open_keyring(&other.1, id, root);
    assert_eq!(attack(), Err(KeyError::OtherKeyring));
    assert_eq!(without(&[checks::KEYRING], attack), Ok(other.2), "else its records would be sealed for nobody");
}
