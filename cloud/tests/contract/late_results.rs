//! What phones that left a kiosk early hand in, as the service takes it: for whom, and how much.

use crate::{made::*, world::World};
use account::{scheme::Scheme, wire::ProblemKind};
use landfall_cloud::{
    service::{Config, ServerKey, Service, ServiceError},
    storage::{KeptKiosk, Known, Storage},
};
use report::Taken;
use rsp::{
    message::Message,
    metadata::NotificationEvent,
    notification::{NotificationMetadata, OtherSignedNotification},
};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

const ADDRESS: &str = "gate.example";
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Nobody verifies it but the kiosk that sold the card.
fn notification(seq_number: u64, address: &str) -> Vec<u8> {
    let metadata = NotificationMetadata {
        seq_number,
        profile_management_operation: NotificationEvent::INSTALL,
        notification_address: address.to_owned(),
        iccid: None,
    };
    let certificate = vec![0x30, 0x03, 0x02, 0x01, 0x05];
    OtherSignedNotification::unsigned(metadata, certificate.clone(), certificate).signed([7; 64]).encode()
}

async fn kiosk_at(storage: &dyn Storage, n: u8, address: &str) -> [u8; 16] {
    let kiosk = KeptKiosk { address: address.to_owned(), ..crate::kiosks::kiosk(n) };
    storage.put_kiosk_token([n; 32], NOW + 9).await.expect("keeps");
    assert_eq!(storage.put_kiosk([n; 32], kiosk, NOW).await.expect("answers"), Known::New);
    [n; 16]
}

async fn service(storage: &Arc<dyn Storage>) -> Service {
    let config = Config::new(storage.clone(), ServerKey::make());
    Service::open(Config { scheme: Scheme::CHEAP, clock: Arc::new(|| NOW), ..config }).await.expect("opens")
}

async fn waiting(storage: &dyn Storage, kiosk: &[u8; 16]) -> Vec<Vec<u8>> {
    let results = storage.results(kiosk, 9).await.expect("reads");
    results.into_iter().map(|result| result.notification.0).collect()
}

// R: A8
pub(crate) async fn each_kiosk_of_a_name_has_it_and_none_that_was_revoked(World { one, two, .. }: &World) {
    // The first by its id is the one that was taken back.
    let stolen = kiosk_at(&**one, 1, ADDRESS).await;
    let (north, south) = (kiosk_at(&**one, 2, ADDRESS).await, kiosk_at(&**one, 3, ADDRESS).await);
    let other = kiosk_at(&**one, 4, "other.example").await;
    assert!(one.revoke_kiosk(&stolen).await.expect("takes back"));
    let service = service(two).await;
    let word = notification(1, ADDRESS);
    for _ in 0..2 {
        service.late_result(&word, HERE).await.expect("it is kept");
    }
    for (kiosk, expected) in [(stolen, vec![]), (north, vec![word.clone()]), (south, vec![word]), (other, vec![])] {
        assert_eq!(waiting(&**one, &kiosk).await, expected, "{kiosk:?}");
    }
    // With none left it is as if nobody had ever had the name: the phone keeps its result.
    for kiosk in [north, south] {
        assert!(one.revoke_kiosk(&kiosk).await.expect("takes back"));
    }
    let refused = service.late_result(&notification(2, ADDRESS), HERE).await;
    assert!(matches!(refused, Err(ServiceError::Missing("kiosk"))), "{refused:?}");
}

// R: A8
pub(crate) async fn a_phone_keeps_its_result_while_too_many_wait(World { one, two, .. }: &World) {
    let (full, other) = (kiosk_at(&**one, 1, ADDRESS).await, kiosk_at(&**one, 2, ADDRESS).await);
    for word in 0..1_000_u32 {
        assert!(one.put_result(&full, &word.to_be_bytes(), u32::MAX, NOW).await.expect("keeps"));
    }
    let service = service(two).await;
    let word = notification(1, ADDRESS);
    let refused = service.late_result(&word, HERE).await;
    let Err(error @ ServiceError::Waiting(1_000)) = refused else { panic!("{refused:?}") };
    assert_eq!((error.word(), error.retrying_helps()), (ProblemKind::TooMany, true));
    assert_eq!(waiting(&**one, &other).await, std::slice::from_ref(&word), "which may have sold the card");
    let first = one.results(&full, 1).await.expect("reads").remove(0);
    one.results_taken(&full, &[Taken { seq: first.seq, refused: None }], NOW).await.expect("answers");
    service.late_result(&word, HERE).await.expect("there is room again");
}
