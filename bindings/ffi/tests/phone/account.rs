//! An account over a real server on loopback: what one phone orders of another, and what that proves.

use crate::open;
use landfall_cloud::{
    http::{App, Options, router},
    service::{Config, ServerKey, Service},
    storage::sqlite::Sqlite,
};
use landfall_ffi::{GivenBy, HereEvent, Landfall, LandfallError, OrderVerb, SignInData};
use std::{path::Path, sync::Arc};
use store::Folder;
use web::server::{Limits, Server};

/// A server of accounts, which ends with the test.
async fn cloud(folder: &Path) -> String {
    let data = Folder::claim(folder).expect("nobody else has it");
    let storage = Arc::new(Sqlite::open(&data).expect("opens"));
    let service = Service::open(Config::new(storage, ServerKey::make())).await.expect("opens");
    let router = router(App::new(Arc::new(service), Options::default()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let server = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(Server::plain(listener, router, Limits::default()).run(std::future::pending()));
    server
}

fn who(server: &str, device: &str) -> SignInData {
    let (server, login, device) = (server.to_owned(), "ann".to_owned(), device.to_owned());
    SignInData { server, login, password: b"correct horse battery".to_vec(), device }
}

async fn sync(landfall: &Landfall) {
    landfall.sync().expect("begins").finished().await.expect("syncs");
}

// R: B1 B5 B6
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_is_approved_named_locked_and_wiped_by_what_the_list_of_devices_says() {
    let temp = tempfile::tempdir().expect("a folder");
    let server = cloud(&temp.path().join("cloud")).await;
    let [one, two] = ["one", "two"].map(|name| open(&temp.path().join(name)).expect("opens"));
    assert_eq!(one.account().await.expect("asks"), None);
    let created = one.create_account(who(&server, "old phone")).await.expect("an account");
    assert_eq!(one.recovery_sheet().await.expect("until it was shown"), created.sheet);
    one.sheet_was_shown().await.expect("is kept");
    assert!(one.recovery_sheet().await.is_err(), "once only");

    let wrong = SignInData { password: b"another battery".to_vec(), ..who(&server, "new phone") };
    let error = two.ask_approval(wrong).await.err().expect("not this password");
    assert!(matches!(error, LandfallError::WrongSecret { .. }), "{error:?}");
    let asking = two.ask_approval(who(&server, "new phone")).await.expect("asks");
    let waiting = one.waiting_devices().await.expect("lists").remove(0);
    assert_eq!(waiting.name, "new phone");
    let (approval, code) = tokio::join!(one.approve_device(waiting.approval), asking.code());
    let approval = approval.expect("answers");
    assert_eq!(approval.code(), code.expect("shows"));
    let (granted, enrolled) = tokio::join!(approval.grant(), asking.granted());
    granted.and(enrolled).expect("it is let in");

    let devices = one.devices().await.expect("lists");
    let other = devices.iter().find(|device| !device.own).expect("the new one").clone();
    one.rename_device(other.id.clone(), "tablet".to_owned()).await.expect("by its id");
    sync(&one).await;
    let lost = one.lost_phone(GivenBy::ThisDevice).await.expect("its owner");
    let order = lost.lock(other.id.clone()).await.expect("by its id");
    assert_eq!((order.verb, order.device.as_str(), order.device_id.as_str()), (OrderVerb::Lock, "tablet", &*other.id));
    let told = two.contact().await.expect("obeys");
    assert!(matches!(told, HereEvent::Obeyed { locked: true, .. }), "{told:?}");
    assert!(two.standing().await.expect("reads").expect("a device").locked);
    let refused = two.sims().await.expect_err("it is locked");
    assert!(matches!(refused, LandfallError::Locked { .. }), "{refused:?}");
    // A restart of the app, or of the phone, leaves its owner the way in.
    drop(two);
    let two = open(&temp.path().join("two")).expect("opens");
    assert!(two.start().await.expect("a locked phone starts").locked);
    two.sign_in(b"correct horse battery".to_vec()).await.expect("its owner is there");
    assert!(!two.start().await.expect("it is unlocked").locked);
    assert!(two.sims().await.expect("it is open").is_empty());

    let order = lost.wipe(other.id.clone(), 3_600, false).await.expect("a wipe with grace");
    assert!(order.taken_back_until > order.issued);
    lost.take_back(order.id.clone()).await.expect("by its id");
    let order = lost.wipe(other.id, 0, false).await.expect("a wipe");
    let told = two.contact().await.expect("obeys");
    assert!(matches!(told, HereEvent::Obeyed { erased: true, .. }), "{told:?}");
    let orders = lost.orders().await.expect("lists");
    let wiped = orders.iter().find(|one| one.id == order.id).expect("that one");
    let receipt = wiped.receipt.as_ref().expect("it signed");
    assert_eq!(
        (wiped.state.as_str(), receipt.outcome.as_str(), receipt.device.as_str()),
        ("erased", "erased", "tablet")
    );
    drop(two);
    let error = open(&temp.path().join("two")).err().expect("nothing is left");
    assert!(matches!(error, LandfallError::Wiped { .. }), "{error:?}");
    let (settings, ports) = crate::platform_of(&temp.path().join("two"));
    let two = Landfall::begin_anew(settings, ports, false).expect("nothing is owed");
    assert!(two.sims().await.expect("it is open").is_empty() && two.account().await.expect("asks").is_none());
}

// R: B6
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_alone_locks_and_does_nothing_else() {
    let temp = tempfile::tempdir().expect("a folder");
    let server = cloud(&temp.path().join("cloud")).await;
    let [one, borrowed] = ["one", "borrowed"].map(|name| open(&temp.path().join(name)).expect("opens"));
    let created = one.create_account(who(&server, "phone")).await.expect("an account");
    let password = || b"correct horse battery".to_vec();
    let by = GivenBy::Password { server: server.clone(), login: "ann".to_owned(), password: password() };
    let lost = borrowed.lost_phone(by).await.expect("its owner");
    let device = lost.devices().remove(0).id;
    let refused = lost.wipe(device.clone(), 0, false).await.expect_err("not by the password");
    assert!(refused.trouble().key == "away.power", "{refused:?}");
    lost.lock(device.clone()).await.expect("locks");
    let by = GivenBy::Sheet { server, sheet: created.sheet.into_bytes() };
    let lost = borrowed.lost_phone(by).await.expect("its owner");
    lost.unlock(device).await.expect("by the sheet everything");
    assert!(matches!(one.contact().await, Ok(HereEvent::Obeyed { locked: false, .. })));
}
