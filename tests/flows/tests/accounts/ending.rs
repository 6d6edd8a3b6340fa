//! Export, signing out, deletion.

use crate::world::{Fate, World};
use app::AccountError;
use vault::KeystoreError;

// R: B4
#[tokio::test]
async fn an_export_has_all_and_no_key() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let export = first.landfall().export_account(world.port()).await.expect("it is given");
    assert_eq!((&export["login"], &export["devices"][0]["name"]), (&"ann".into(), &"first phone".into()));
    assert_eq!(export["sealed"]["manifests"].as_array().map(Vec::len), Some(1));
    assert_eq!(export["unreadable"].as_array().map(Vec::len), Some(0));
    let text = export.to_string();
    let root = ::account::wire::Bytes::from(first.account().keys.root.expose()).text();
    assert!(!text.contains(&root) && !text.contains(sheet.text().as_str()));
}

// R: B4
#[tokio::test]
async fn who_signs_out_leaves_nothing_behind() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    let key = second.account().device.key();
    second.landfall().sign_out(world.port()).await.expect("it is signed out");
    assert!(matches!(second.landfall().account(), Err(AccountError::None)));
    let keystore = second.landfall().vault().expect("the owner's").keystore().clone();
    assert!(matches!(keystore.attest(&key), Err(KeystoreError::NoSuchKey(_))));
    let devices = first.landfall().account_devices(world.port()).await.expect("a list");
    assert!(devices[1].revoked && !devices[0].revoked);
    // Offline it is forgotten here alone.
    world.way().online(false);
    assert!(first.landfall().sign_out(world.port()).await.is_err_and(|error| error.retrying_helps()));
    first.landfall().forget_account().expect("it is forgotten");
    assert!(matches!(first.landfall().account(), Err(AccountError::None)));
}

// R: B4 F8
#[tokio::test]
async fn a_deleted_account_is_gone_for_all_its_devices_and_its_login_is_free() {
    for fate in [None, Some(Fate::Lost), Some(Fate::Unanswered)] {
        let world = World::new().await;
        let (mut first, sheet) = world.owner("ann").await;
        let second = world.another("second phone", "ann", &sheet).await;
        if let Some(fate) = fate {
            world.way().befall("DELETE /v1/account", fate);
            let lost = first.landfall().delete_account(world.port()).await;
            assert!(lost.as_ref().is_err_and(AccountError::retrying_helps), "{lost:?}");
            first.start();
        }
        first.landfall().delete_account(world.port()).await.expect("it is deleted");
        assert!(matches!(first.landfall().account(), Err(AccountError::None)));
        assert!(!second.is_let_in(&world).await);
        second.landfall().sign_out(world.port()).await.expect("it only forgets");
        let other = world.phone("other phone");
        other.landfall().create_account(world.port(), &other.sign_in("ann")).await.expect("the login is free");
    }
}
