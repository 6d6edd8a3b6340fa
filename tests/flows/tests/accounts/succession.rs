//! A new root: what a device that was taken out kept opens, signs and orders nothing any more, and nobody else notices but by a new sheet.

use crate::world::{Fate, PASSWORD, Phone, World, secret};
use ::account::{
    hand_over::{self, HandOverError, due},
    keys::{AccountKeys, ExportKey, KeyError, Keyring, LockSeed, SigningKey},
    manifest::{ManifestError, checks},
    order::{self, Counters, Held, Refusal, Wish},
    record::Setting,
    sheet::Sheet,
    signed::{Kind, Signed},
    wire::{Bytes, Manifest, PutOrder, ReplaceKeys, Succession, Successor, Verb},
};
use app::{
    AccountError, AccountState, Events, Given, NewRoot, Recovery,
    cloud::{CloudClient, CloudError, ProblemKind},
};
use model::without;

/// Three phones of ann, the second of which is taken out with a new root; what that one had kept.
struct Scene {
    world: World,
    first: Phone,
    lost: Phone,
    third: Phone,
    /// What whoever has the lost phone has of the account.
    stolen: AccountState,
    old_sheet: Sheet,
    made: NewRoot,
}

impl Scene {
    async fn new() -> Self {
        let world = World::new().await;
        let (first, old_sheet) = world.owner("ann").await;
        let lost = world.another("lost phone", "ann", &old_sheet).await;
        let third = world.another("third phone", "ann", &old_sheet).await;
        for phone in [&first, &lost, &third] {
            phone.landfall().set_setting("before", "1".into()).expect("it is set");
            sync(&world, phone).await;
        }
        let stolen = lost.account();
        let made = first.landfall().replace_root(world.port(), &secret(PASSWORD), Some("lost phone")).await;
        Self { made: made.expect("a new root"), world, first, lost, third, stolen, old_sheet }
    }

    fn session(&self, phone: &Phone) -> CloudClient {
        phone.landfall().cloud_of(&phone.account(), self.world.port())
    }
}

async fn sync(world: &World, phone: &Phone) {
    phone.landfall().sync(world.port(), &Events::new()).await.expect("it syncs");
}

fn settings(phone: &Phone) -> Vec<String> {
    let records = phone.landfall().account_records::<Setting>().expect("reads");
    records.into_iter().map(|kept| kept.what.name).collect()
}

/// What the last manifest of `state` would be with `change`, as the next one, by `key`.
fn next(state: &AccountState, key: &SigningKey, change: impl FnOnce(&mut Manifest)) -> Signed {
    let (mut manifest, mark) = state.manifest().ok().zip(state.pinned.mark()).expect("a list");
    (manifest.version, manifest.previous, manifest.succession) = (mark.version + 1, mark.digest, None);
    change(&mut manifest);
    key.sign(Kind::Manifest, &manifest)
}

// R: B5 F6
#[tokio::test]
async fn the_other_devices_go_on_without_anybody_doing_anything() {
    let Scene { world, first, lost, third, made, old_sheet, .. } = Scene::new().await;
    assert!(made.left_out.is_empty());
    assert_eq!(made.state, first.account());
    assert_ne!(made.sheet.secret, old_sheet.secret);
    assert_eq!(first.landfall().recovery_sheet().expect("nobody has seen it"), made.sheet);
    first.landfall().sheet_was_shown().expect("it is kept");
    for name in ["before", "after"] {
        third.landfall().set_setting(name, "2".into()).expect("it is set");
    }
    sync(&world, &third).await;
    assert_eq!(third.account().keys, made.state.keys);
    assert!(third.landfall().recovery_sheet().is_err(), "it is shown where it was made");
    sync(&world, &first).await;
    assert_eq!(settings(&first).len(), 2, "ids of records are what they were");
    assert_eq!(settings(&first), settings(&third));
    let refused = lost.landfall().account_session(world.port()).await;
    assert!(matches!(refused, Err(AccountError::Cloud(CloudError::NotADevice))), "it is out");
    // All goes on under the new root: another data key, another password, another device.
    third.landfall().rotate_keys(world.port()).await.expect("it is rotated");
    let new = secret("another password");
    third.landfall().change_password(world.port(), Some(&secret(PASSWORD)), &new).await.expect("it is changed");
    let again = first.landfall().replace_root(world.port(), &new, None).await.expect("once more");
    let fourth = world.phone("fourth phone");
    let sign_in = app::SignIn { password: new, ..fourth.sign_in("ann") };
    fourth.landfall().log_in(world.port(), &sign_in, &again.sheet).await.expect("by the newest sheet");
    sync(&world, &fourth).await;
    assert_eq!(settings(&fourth).len(), 2);
}

// R: B5 F6
#[tokio::test]
async fn what_the_lost_phone_kept_reads_nothing_that_is_written_after() {
    let scene = Scene::new().await;
    let Scene { world, first, third, stolen, .. } = &scene;
    first.landfall().set_setting("after", "secret".into()).expect("it is set");
    sync(world, first).await;
    let export = scene.session(first).export().await.expect("all that the server has");
    let (id, epoch) = (stolen.account(), made_epoch(&scene));
    let last = export.entries.last().expect("the setting");
    assert_eq!((last.write.key_epoch, stolen.keyring().key(epoch).is_err()), (epoch, true));
    let AccountKeys { root, secret: known, .. } = &stolen.keys;
    assert_eq!(Keyring::open(&export.sealed.keyring, &id, root, epoch), Err(KeyError::Keyring));
    assert_eq!(AccountKeys::open_root_by_sheet(&export.sealed, &id, known), Err(KeyError::Root));
    // Nor what was handed over to another.
    let (state, cloud) = third.landfall().account_session(world.port()).await.expect("in");
    let handed = cloud.hand_over().await.expect("its own");
    let manifest = state.manifest().expect("a list");
    for device in &manifest.devices {
        let opened = hand_over::open(&handed, &stolen.agreement, device, &manifest);
        assert_eq!(opened, Err(HandOverError::Sealed));
    }
    let none = scene.session(first).hand_over().await;
    assert!(none.is_err_and(|error| error.is(ProblemKind::NotFound)), "who made it needs none");
    // With the password, too, it needs the sheet of now.
    let (export_key, sealed) = (ExportKey::new([1; 64]), export.sealed);
    assert_eq!(AccountKeys::open_root(&sealed, &id, &export_key, known), Err(KeyError::Root));
}

fn made_epoch(scene: &Scene) -> u32 {
    scene.made.state.keyring().epoch()
}

// R: B5 F6
#[tokio::test]
async fn what_the_lost_phone_kept_signs_no_device_list_that_others_follow() {
    let scene = Scene::new().await;
    let Scene { world, lost, third, stolen, .. } = &scene;
    let (state, cloud) = third.landfall().account_session(world.port()).await.expect("in");
    let version = state.pinned.version() + 1;
    let old = stolen.keys.owner();
    // It lets itself in again.
    let back = next(&state, &old, |manifest| {
        let own = manifest.devices.iter().find(|device| device.id == stolen.device.id).cloned();
        assert!(manifest.enrol(own.expect("it is listed")) > 3);
    });
    let attack = || state.pinned.follow(std::slice::from_ref(&back)).map(drop);
    assert_eq!(attack(), Err(ManifestError::Signature(version)));
    assert_eq!(without(&[checks::OWNER_SIGNS, checks::OWNER_KEY], attack), Ok(()));
    // It makes a root of its own, and vouches for it.
    let evil = AccountKeys::make(&mut app::OsRandom::new());
    let said = Successor {
        account: state.account().bytes(),
        version,
        previous: state.pinned.mark().expect("there is one").digest,
        owner_key: Bytes::from(evil.owner().public_key()),
        device: stolen.device.id.clone(),
        epoch: stolen.device.epoch,
    };
    let identity = stolen.identity(lost.keystore());
    let by_device = identity.sign(Kind::Succession, &said).expect("it has its key");
    let succession = Succession { by_owner: old.sign(Kind::Succession, &said), by_device };
    let taken_over = next(&state, &evil.owner(), |manifest| {
        (manifest.owner_key, manifest.succession) = (said.owner_key.clone(), Some(succession));
    });
    let attack = || state.pinned.follow(std::slice::from_ref(&taken_over)).map(drop);
    assert_eq!(attack(), Err(ManifestError::Succession(version)));
    assert_eq!(without(&[checks::PREDECESSOR_SIGNS, checks::DEVICE_SIGNS], attack), Ok(()));
    // The server takes neither, whoever brings it.
    for forged in [back, taken_over] {
        let refused = cloud.next_manifest(forged).await;
        assert!(refused.as_ref().is_err_and(|error| error.is(ProblemKind::Refused)), "{refused:?}");
    }
}

// R: B5 F4 F6
#[tokio::test]
async fn what_the_lost_phone_kept_gives_no_order_that_others_obey() {
    let scene = Scene::new().await;
    let Scene { world, third, stolen, .. } = &scene;
    let before = stolen.manifest().expect("a list");
    let (state, cloud) = third.landfall().account_session(world.port()).await.expect("in");
    let (now, target) = (state.manifest().expect("a list"), state.pinned.device(&state.device.id).expect("it is one"));
    let wish = Wish {
        verb: Verb::Wipe,
        cards: Vec::new(),
        parameters: serde_json::Value::Null,
        device: &target,
        counter: u64::MAX - 1,
        id: [1; 16],
        now: 1_800_000_000,
        grace: 0,
        good_for: 86_400,
    };
    let order = wish.order(&before);
    for key in [stolen.keys.owner(), stolen.keys.sheet()] {
        let signed = key.sign(Kind::Order, &order);
        let held = |manifest| Held {
            device: &target.id,
            epoch: target.epoch,
            counters: Counters::default(),
            manifest,
            cards: &[],
            now: 1_800_000_000,
        };
        assert!(order::accept(&held(&before), &signed).is_ok(), "whoever has not followed obeys it");
        let attack = || order::accept(&held(&now), &signed).map(drop);
        assert_eq!(attack(), Err(Refusal::Signature));
        assert_eq!(without(&[order::checks::SIGNATURE], attack), Ok(()));
        let refused = cloud.put_order(&PutOrder { order: signed }).await;
        assert!(refused.as_ref().is_err_and(|error| error.is(ProblemKind::Refused)), "{refused:?}");
    }
}

// R: B4 F6
#[tokio::test]
async fn the_old_sheet_opens_nothing_and_the_new_one_lets_in() {
    let Scene { world, third, made, old_sheet, .. } = Scene::new().await;
    let phone = world.phone("fourth phone");
    let landfall = phone.landfall();
    let older = |error: &AccountError| matches!(error, AccountError::Keys(KeyError::Root));
    let refused = landfall.log_in(world.port(), &phone.sign_in("ann"), &old_sheet).await;
    assert!(refused.as_ref().is_err_and(older), "{refused:?}");
    assert!(refused.is_err_and(|error| error.hint().contains("newest recovery sheet")));
    let recovery = |sheet: &Sheet| Recovery {
        server: crate::world::SERVER.to_owned(),
        sheet: sheet.clone(),
        password: secret("a new password"),
        device: "fourth phone".to_owned(),
        revoke_others: true,
    };
    let refused = landfall.recover_account(world.port(), &recovery(&old_sheet)).await;
    assert!(refused.as_ref().is_err_and(older), "{refused:?}");
    // Whoever comes by the newest sheet and takes the others out makes another one.
    let recovered = landfall.recover_account(world.port(), &recovery(&made.sheet)).await.expect("it is the newest");
    let newest = landfall.recovery_sheet().expect("nobody has seen it");
    assert_ne!(newest.secret, made.sheet.secret);
    assert_eq!(recovered.manifest().expect("a list").devices.iter().filter(|device| !device.revoked).count(), 1);
    assert!(!third.is_let_in(&world).await);
    let fifth = world.phone("fifth phone");
    let sign_in = app::SignIn { password: secret("a new password"), ..fifth.sign_in("ann") };
    let refused = fifth.landfall().log_in(world.port(), &sign_in, &made.sheet).await;
    assert!(refused.as_ref().is_err_and(older), "{refused:?}");
    fifth.landfall().log_in(world.port(), &sign_in, &newest).await.expect("it may");
}

// R: B4 F4 F6
#[tokio::test]
async fn the_password_locks_as_before_and_the_new_sheet_orders() {
    let Scene { world, third, made, old_sheet, .. } = Scene::new().await;
    let landfall = third.landfall();
    let by_password =
        landfall.giver_by_password(world.port(), "ann", &secret(PASSWORD)).await.expect("it opens the lock");
    by_password.give(Given::new(Verb::Lock, "first phone")).await.expect("it is stored");
    let by_sheet = landfall.giver_by_sheet(world.port(), &made.sheet).await.expect("it is the newest");
    by_sheet.give(Given::new(Verb::Unlock, "first phone")).await.expect("it is stored");
    assert!(landfall.giver_by_sheet(world.port(), &old_sheet).await.is_err());
}

// R: B4 F6
#[tokio::test]
async fn a_device_that_was_off_takes_the_last_of_many_roots() {
    let Scene { world, first, mut third, .. } = Scene::new().await;
    third.stop();
    for _ in 0..2 {
        first.landfall().replace_root(world.port(), &secret(PASSWORD), None).await.expect("another");
    }
    third.start();
    third.landfall().set_setting("later", "1".into()).expect("it is set");
    sync(&world, &third).await;
    assert_eq!(third.account().keys, first.account().keys);
    assert!(third.account().has_root());
}

// R: F6 F8
#[tokio::test]
async fn a_device_whose_line_breaks_between_list_and_root_goes_on_later() {
    let Scene { world, third, made, .. } = Scene::new().await;
    world.way().befall("GET /v1/hand-over", Fate::Lost);
    assert!(third.landfall().account_session(world.port()).await.is_err());
    let state = third.account();
    assert_eq!(state.pinned, made.state.pinned, "whose orders count it knows already");
    assert!(!state.has_root());
    third.landfall().account_session(world.port()).await.expect("now it has both");
    assert_eq!(third.account().keys, made.state.keys);
}

// R: F6 F8
#[tokio::test]
async fn a_new_root_whose_answer_is_lost_is_made_once() {
    for fate in [Fate::Lost, Fate::Unanswered, Fate::Twice] {
        let world = World::new().await;
        let (first, _) = world.owner("ann").await;
        world.way().befall("PUT /v1/keys", fate);
        let made = first.landfall().replace_root(world.port(), &secret(PASSWORD), None).await;
        assert_eq!(made.is_ok(), fate == Fate::Twice, "{fate:?}");
        let (state, _) = first.landfall().account_session(world.port()).await.expect("in");
        assert_eq!((state.pinned.version(), state.keyring().epoch(), state.has_root()), (2, 2, true), "{fate:?}");
        let sheet = first.landfall().recovery_sheet().expect("nobody has seen it");
        world.another("second phone", "ann", &sheet).await;
    }
}

// R: F6 F8
#[tokio::test]
async fn a_change_that_a_new_root_came_before_is_made_again_under_it() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    first.landfall().account_session(world.port()).await.expect("both know the same");
    let (state, before) = (second.account(), first.account());
    let rename = |manifest: &mut Manifest| manifest.devices[0].name = "desk".to_owned();
    let (late, _) = state.pinned.next(&state.keys.owner(), rename).expect("it follows");
    let said = before.pinned.successor(&state.keys.owner(), &before.device.id).expect("a device");
    first.landfall().replace_root(world.port(), &secret(PASSWORD), None).await.expect("a new root");
    let refused = second.landfall().cloud_of(&state, world.port()).next_manifest(late).await;
    assert!(refused.as_ref().is_err_and(|error| error.is(ProblemKind::Conflict)), "{refused:?}");
    // So is another root that was made at the same time.
    let by_device = before.identity(first.keystore()).sign(Kind::Succession, &said).expect("its key");
    let succession = Succession { by_owner: before.keys.owner().sign(Kind::Succession, &said), by_device };
    let late = next(&before, &AccountKeys::make(&mut app::OsRandom::new()).owner(), |manifest| {
        manifest.owner_key = Bytes::from([4; 65]);
        manifest.succession = Some(succession);
    });
    let refused = first.landfall().cloud_of(&before, world.port()).next_manifest(late).await;
    assert!(refused.as_ref().is_err_and(|error| error.is(ProblemKind::Conflict)), "{refused:?}");
    // At once, whichever comes first.
    let port = || world.port();
    let (password, app) = (secret(PASSWORD), second.landfall());
    let (made, renamed) = tokio::join!(
        first.landfall().replace_root(port(), &password, None),
        app.rename_device(port(), "first phone", "desk")
    );
    made.expect("a new root");
    renamed.expect("it is renamed");
    let (one, two) = (first.landfall().account_session(port()).await, second.landfall().account_session(port()).await);
    assert_eq!(one.expect("in").0.keys, two.expect("in").0.keys);
    // Whoever deletes the account does so by the key of now.
    first.landfall().replace_root(world.port(), &secret(PASSWORD), None).await.expect("another");
    second.landfall().delete_account(world.port()).await.expect("it is deleted");
}

// R: F6
#[tokio::test]
async fn a_wrong_password_and_a_device_of_its_own_make_no_new_root() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let landfall = first.landfall();
    let wrong = landfall.replace_root(world.port(), &secret("not the password"), None).await;
    assert!(matches!(wrong, Err(AccountError::Password(_))), "{wrong:?}");
    let itself = landfall.replace_root(world.port(), &secret(PASSWORD), Some("first phone")).await;
    assert!(matches!(itself, Err(AccountError::Itself)), "{itself:?}");
    let none = landfall.replace_root(world.port(), &secret(PASSWORD), Some("second phone")).await;
    assert!(matches!(none, Err(AccountError::NoSuchDevice(_))), "{none:?}");
    world.another("second phone", "ann", &sheet).await;
    assert_eq!(first.account().pinned.version(), 1, "nothing was changed");
}

// R: F6
#[tokio::test]
async fn a_device_that_no_root_can_be_sealed_to_goes_out_with_it() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    let (state, cloud) = first.landfall().account_session(world.port()).await.expect("in");
    // Somebody who had the root puts his agreement key in the place of another's.
    let row = |phone: &Phone| state.pinned.device(&phone.account().device.id).expect("it is one");
    let ghost = ::account::wire::Device { id: Bytes::from([9; 16]), name: "ghost".to_owned(), ..row(&second) };
    let enrol = |manifest: &mut Manifest| assert!(manifest.enrol(ghost) > 1);
    let (signed, _) = state.pinned.next(&state.keys.owner(), enrol).expect("it follows");
    cloud.next_manifest(signed).await.expect("the server does not know");
    let made = first.landfall().replace_root(world.port(), &secret(PASSWORD), None).await.expect("a new root");
    assert_eq!(made.left_out, ["ghost"]);
    second.landfall().account_session(world.port()).await.expect("it is handed to the other");
}

// R: F6
#[tokio::test]
async fn a_server_takes_a_new_owner_key_with_all_that_hangs_on_it_or_not_at_all() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    let (state, cloud) = first.landfall().account_session(world.port()).await.expect("in");
    let random = &mut app::OsRandom::new();
    let (keys, seed) = (state.keys.succeeded(random), LockSeed::make(random));
    let sealed = keys.seal(&ExportKey::make(random), &seed, random);
    let said = state.pinned.successor(&keys.owner(), &state.device.id).expect("a device");
    let by_device = state.identity(first.keystore()).sign(Kind::Succession, &said).expect("its key");
    let succession = Succession { by_owner: state.keys.owner().sign(Kind::Succession, &said), by_device };
    let change = |manifest: &mut Manifest| {
        manifest.sheet_key = Bytes::from(keys.sheet().public_key());
        manifest.names(&sealed, &keys.keyring);
    };
    let (manifest, pinned) = state.pinned.succeed(&keys.owner(), succession, change).expect("it follows");
    let alone = cloud.next_manifest(manifest.clone()).await;
    assert!(alone.as_ref().is_err_and(|error| error.is(ProblemKind::Malformed)), "{alone:?}");
    let listed = pinned.manifest().expect("a list");
    let mut handed: Vec<_> = due(&listed, &state.device.id)
        .map(|device| hand_over::seal(&keys, &listed, device, random).expect("it has a key"))
        .collect();
    let replace =
        |hand_overs| ReplaceKeys { record: None, sealed: sealed.clone(), manifest: manifest.clone(), hand_overs };
    let twice = [handed[0].clone(), handed[0].clone()].to_vec();
    let mut short = handed.clone();
    short[0].sealed = Bytes::from([1; 16]);
    let mut other = handed.clone();
    other[0].device = state.device.id.clone();
    for wrong in [Vec::new(), twice, short, other] {
        let refused = cloud.replace_keys(&replace(wrong)).await;
        assert!(refused.as_ref().is_err_and(|error| error.is(ProblemKind::Malformed)), "{refused:?}");
    }
    cloud.replace_keys(&replace(std::mem::take(&mut handed))).await.expect("whole it is taken");
    second.landfall().account_session(world.port()).await.expect("in");
    assert_eq!(second.account().keys, keys);
}
