use super::*;
use crate::{
    keys::{AccountKeys, LockSeed, SigningKey},
    scheme::Scheme,
    signed::{Kind, Signed},
    testing::{Phone, random},
    wire::{Bytes, Manifest, Succession, Successor},
};
use model::{Check, without};

/// Phone 1 makes an account, phones 2 and 3 come to it, and phone 1 takes phone 3 out.
struct Account {
    keys: AccountKeys,
    phones: [Phone; 3],
    chain: Vec<Signed>,
    /// With phone 3, and without it.
    pinned: [Pinned; 2],
}

impl Account {
    fn make() -> Self {
        let random = &mut random(1);
        let keys = AccountKeys::make(random);
        let lock = SigningKey::lock(&keys.account, &LockSeed::make(random));
        let phones = [1, 2, 3].map(|id| Phone::new(id, &keys.account));
        let device = phones[0].device.clone();
        let (one, first) = first(Founding { keys: &keys, lock: &lock, device, scheme: Scheme::V1 }).expect("the first");
        let enrol = |at: usize| {
            let device = phones[at].device.clone();
            move |next: &mut Manifest| assert!(next.enrol(device) > 1)
        };
        let (two, second) = first.next(&keys.owner(), enrol(1)).expect("the second");
        let (three, third) = second.next(&keys.owner(), enrol(2)).expect("the third");
        let lost = phones[2].device.id.clone();
        let (four, fourth) = third.next(&keys.owner(), |next| assert!(next.revoke(&lost))).expect("the fourth");
        Self { keys, phones, chain: vec![one, two, three, four], pinned: [third, fourth] }
    }

    /// What phone `by` makes of the account under other keys.
    fn succeed(&self, by: usize, new: &SigningKey) -> (Signed, Pinned) {
        let said = self.pinned[1].successor(new, &self.phones[by].device.id).expect("a device of the account");
        let succession = self.vouched(by, &said);
        self.pinned[1].succeed(new, succession, |next| next.key_epoch += 1).expect("it follows")
    }

    fn vouched(&self, by: usize, said: &Successor) -> Succession {
        let by_owner = self.keys.owner().sign(Kind::Succession, said);
        Succession { by_owner, by_device: self.phones[by].signs(Kind::Succession, said) }
    }

    /// A manifest under `new` that is vouched for like this, whether it follows or not.
    fn forged(&self, signer: &SigningKey, new: &SigningKey, succession: Succession) -> [Signed; 1] {
        let mut manifest = self.pinned[1].manifest().expect("there is one");
        (manifest.version, manifest.previous) = (5, Bytes::from(self.chain[3].digest()));
        manifest.owner_key = Bytes::from(new.public_key());
        manifest.succession = Some(succession);
        [signer.sign(Kind::Manifest, &manifest)]
    }
}

fn other(seed: u64) -> SigningKey {
    AccountKeys::make(&mut random(seed)).owner()
}

/// The attack fails by this error, and succeeds without these checks.
fn attack(checks: &'static [Check], error: ManifestError, pinned: &Pinned, chain: &[Signed]) {
    assert_eq!(pinned.follow(chain).err(), Some(error));
    let taken = without(checks, || pinned.follow(chain));
    assert_eq!(taken.as_ref().map(|now| now.last.as_ref()), Ok(chain.last()), "without {checks:?} it is taken");
}

// R: F6
#[test]
fn devices_follow_to_a_new_owner_key_and_to_none_but_that_from_then_on() {
    let account = Account::make();
    let new = other(7);
    let (five, fifth) = account.succeed(0, &new);
    let (six, sixth) = fifth.next(&new, |next| next.key_epoch += 1).expect("under the new key");
    assert_eq!(sixth.manifest().expect("there is one").succession, None, "it is vouched for once");
    let rest = [five.clone(), six.clone()];
    for (at, pinned) in account.pinned.iter().enumerate() {
        let chain = [&account.chain[3 + at..], &rest[..]].concat();
        assert_eq!(pinned.follow(&chain).as_ref(), Ok(&sixth));
    }
    assert_eq!(fifth.follow(&rest).as_ref(), Ok(&sixth), "its own once more");
    // The old key signs nothing more.
    let old = account.keys.owner();
    let mut manifest = sixth.manifest().expect("there is one");
    (manifest.version, manifest.previous) = (7, Bytes::from(six.digest()));
    attack(&[checks::OWNER_SIGNS], ManifestError::Signature(7), &sixth, &[old.sign(Kind::Manifest, &manifest)]);
    // Nor can it vouch for a key once more.
    let said = Successor { version: 6, previous: Bytes::from(five.digest()), ..read(&five) };
    let again = account.vouched(1, &said);
    let evil = other(8);
    let said = Successor { owner_key: Bytes::from(evil.public_key()), ..said };
    let again = Succession { by_owner: old.sign(Kind::Succession, &said), ..again };
    assert!(matches!(fifth.succeed(&evil, again, |_| ()), Err(ManifestError::Succession(6))));
}

fn read(signed: &Signed) -> Successor {
    let manifest: Manifest = serde_json::from_slice(&signed.payload.0).expect("a manifest");
    serde_json::from_slice(&manifest.succession.expect("one").by_owner.payload.0).expect("a successor")
}

// R: F6
#[test]
fn who_comes_new_holds_the_chain_to_the_key_that_he_has() {
    let account = Account::make();
    let (new, last) = (other(7), other(8));
    let (five, fifth) = account.succeed(0, &new);
    let said = fifth.successor(&last, &account.phones[1].device.id).expect("a device");
    let by_owner = new.sign(Kind::Succession, &said);
    let succession = Succession { by_owner, by_device: account.phones[1].signs(Kind::Succession, &said) };
    let (six, sixth) = fifth.succeed(&last, succession, |_| ()).expect("it follows");
    let whole = [&account.chain[..], &[five.clone(), six]].concat();
    let anchor = |key: &SigningKey| Pinned::anchor(&account.keys.account, &key.public_key(), Scheme::V1);
    for key in [&account.keys.owner(), &new, &last] {
        assert_eq!(anchor(key).follow(&whole).as_ref(), Ok(&sixth), "from the key of any time");
    }
    // A server that holds back the succession, or makes up another account, is not believed.
    attack(&[checks::OWNER_KEY], ManifestError::Signature(4), &anchor(&new), &account.chain);
    attack(&[checks::OWNER_KEY], ManifestError::Signature(6), &anchor(&other(9)), &whole);
}

// R: F6
#[test]
fn a_new_owner_key_is_vouched_for_by_the_old_one_by_itself_and_by_a_device() {
    let account = Account::make();
    let (pinned, evil) = (&account.pinned[1], other(9));
    let said = Successor {
        owner_key: Bytes::from(evil.public_key()),
        ..account.pinned[1].successor(&evil, &account.phones[0].device.id).expect("a device")
    };
    let good = account.vouched(0, &said);
    let refused = ManifestError::Succession(5);
    // A server without the old root.
    let by_owner = evil.sign(Kind::Succession, &said);
    let chain = account.forged(&evil, &evil, Succession { by_owner, ..good.clone() });
    attack(&[checks::PREDECESSOR_SIGNS], refused, pinned, &chain);
    // Who does not have the key that he names: it would be nobody's account.
    let chain = account.forged(&other(10), &evil, good.clone());
    attack(&[checks::SUCCESSOR_SIGNS], ManifestError::Signature(5), pinned, &chain);
    // The phone that was taken out, with the old root, as itself and as a device whose key it does not have.
    let lost = &account.phones[2].device;
    let own = Successor { device: lost.id.clone(), epoch: 3, ..said.clone() };
    let chain = account.forged(&evil, &evil, account.vouched(2, &own));
    attack(&[checks::DEVICE_SIGNS], refused, pinned, &chain);
    let chain = account.forged(&evil, &evil, account.vouched(2, &said));
    attack(&[checks::DEVICE_SIGNS], refused, pinned, &chain);
    // Without anybody's word it is a foreign manifest.
    let mut manifest = account.pinned[1].manifest().expect("there is one");
    (manifest.version, manifest.owner_key) = (5, Bytes::from(evil.public_key()));
    let chain = [evil.sign(Kind::Manifest, &manifest)];
    assert_eq!(pinned.follow(&chain), Err(ManifestError::Signature(5)));
}

// R: F6
#[test]
fn what_vouches_for_a_new_owner_key_is_for_one_place_and_one_key() {
    let account = Account::make();
    let (pinned, evil) = (&account.pinned[1], other(9));
    let said = pinned.successor(&evil, &account.phones[0].device.id).expect("a device");
    let changes: [fn(&mut Successor); 4] = [
        |said| said.account = Bytes::from([9; 16]),
        |said| said.version += 1,
        |said| said.previous = Bytes::from([9; 32]),
        |said| said.owner_key = Bytes::from([9; 65]),
    ];
    for change in changes {
        let mut said = said.clone();
        change(&mut said);
        let chain = account.forged(&evil, &evil, account.vouched(0, &said));
        attack(&[checks::SUCCESSION_PLACE], ManifestError::Succession(5), pinned, &chain);
    }
    let other = Successor { owner_key: Bytes::from([9; 65]), ..said.clone() };
    let by_device = account.phones[0].signs(Kind::Succession, &other);
    let chain = account.forged(&evil, &evil, Succession { by_device, ..account.vouched(0, &said) });
    attack(&[checks::SUCCESSION_PLACE], ManifestError::Succession(5), pinned, &chain);
    assert!(pinned.successor(&evil, &account.phones[2].device.id).is_err(), "it is none of the account's");
}

// R: F6
#[test]
fn nobody_takes_himself_out_as_he_makes_a_new_root_nor_changes_what_others_are_sealed_to() {
    let account = Account::make();
    let (pinned, new, own) = (&account.pinned[1], other(9), &account.phones[0].device.id);
    let said = pinned.successor(&new, own).expect("a device");
    let out = pinned.succeed(&new, account.vouched(0, &said), |next| assert!(next.revoke(own)));
    assert_eq!(out.err(), Some(ManifestError::Succession(5)));
    let agreement = account.phones[0].device.agreement.clone();
    let swap = |next: &mut Manifest| next.devices[1].agreement = agreement;
    assert_eq!(pinned.next(&account.keys.owner(), swap).err(), Some(ManifestError::Devices(5)));
}
