//! What servers are told: signed, numbered, kept until it is taken away.

use crate::{
    harness::{
        Operator, Phone, Shop, download,
        profiles::{self, iccid, metadata},
        shop,
    },
    session::{delete, disable, enable},
};
use rsp::{
    cert::Certificate,
    es10::{
        DeleteNotificationStatus, ListNotificationRequest, ListNotificationResponse, NotificationSearch,
        NotificationSentRequest, NotificationSentResponse, RetrieveNotificationsListRequest,
        RetrieveNotificationsListResponse,
    },
    metadata::{NotificationConfigurationInformation, NotificationEvent, StoreMetadataRequest},
    notification::{NotificationMetadata, PendingNotification},
};

const ALL: NotificationEvent = NotificationEvent::INSTALL;

fn all() -> NotificationEvent {
    ALL | NotificationEvent::ENABLE | NotificationEvent::DISABLE | NotificationEvent::DELETE
}

/// Metadata by which `addresses` hear of everything.
pub(crate) fn listened(number: u32, addresses: &[&str]) -> StoreMetadataRequest {
    let listener = |address: &&str| NotificationConfigurationInformation {
        profile_management_operation: all(),
        notification_address: (*address).to_owned(),
    };
    StoreMetadataRequest {
        notification_configuration_info: addresses.iter().map(listener).collect(),
        ..metadata(number)
    }
}

pub(crate) fn listed(phone: &mut Phone, events: Option<NotificationEvent>) -> Vec<NotificationMetadata> {
    match phone.ask(&ListNotificationRequest { profile_management_operation: events }) {
        ListNotificationResponse::Ok(list) => list,
        ListNotificationResponse::Error(error) => panic!("{error:?}"),
    }
}

fn retrieved(phone: &mut Phone, search: Option<NotificationSearch>) -> Vec<PendingNotification> {
    match phone.ask(&RetrieveNotificationsListRequest { search_criteria: search }) {
        RetrieveNotificationsListResponse::Ok(list) => list,
        RetrieveNotificationsListResponse::Error(error) => panic!("{error:?}"),
    }
}

pub(crate) fn sent(phone: &mut Phone, seq_number: u64) -> DeleteNotificationStatus {
    phone.ask::<NotificationSentResponse>(&NotificationSentRequest { seq_number }).result
}

// R: F2
// R: A7
#[test]
fn every_listener_hears_of_every_event_in_order() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, listened(1, &[shop::ADDRESS, "second.example"]), &profiles::own(1));
    download(&mut phone, &mut shop);
    enable(&mut phone, 1);
    disable(&mut phone, 1);
    delete(&mut phone, 1);
    phone.restart();
    let heard: Vec<_> = listed(&mut phone, None)
        .into_iter()
        .map(|n| (n.seq_number, n.profile_management_operation, n.notification_address, n.iccid))
        .collect();
    let (own, other, profile) = (shop::ADDRESS.to_owned(), "second.example".to_owned(), Some(iccid(1)));
    use NotificationEvent as E;
    assert_eq!(
        heard,
        [
            (1, E::INSTALL, own.clone(), profile),
            (2, E::INSTALL, other.clone(), profile),
            (3, E::ENABLE, own.clone(), profile),
            (4, E::ENABLE, other.clone(), profile),
            (5, E::DISABLE, own.clone(), profile),
            (6, E::DISABLE, other.clone(), profile),
            (7, E::DELETE, own, profile),
            (8, E::DELETE, other, profile),
        ]
    );
    // The server believes its own, certificates and all.
    let pending = retrieved(&mut phone, None);
    let installed = shop.notify(pending[0].raw());
    assert!(installed.is_installed());
    assert_eq!((installed.seq_number, installed.eid), (1, phone.eid));
    for (notification, event) in [(2, E::ENABLE), (4, E::DISABLE), (6, E::DELETE)] {
        assert_eq!(shop.notify(pending[notification].raw()).event, event);
    }
}

// R: F2
#[test]
fn they_are_found_by_number_and_event_and_go_one_by_one() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, listened(1, &[shop::ADDRESS]), &profiles::own(1));
    download(&mut phone, &mut shop);
    enable(&mut phone, 1);
    disable(&mut phone, 1);
    let numbers = |list: Vec<NotificationMetadata>| list.iter().map(|n| n.seq_number).collect::<Vec<_>>();
    assert_eq!(numbers(listed(&mut phone, Some(NotificationEvent::ENABLE))), [2]);
    let changes = NotificationEvent::ENABLE | NotificationEvent::DISABLE;
    assert_eq!(numbers(listed(&mut phone, Some(changes))), [2, 3]);
    assert_eq!(numbers(listed(&mut phone, Some(NotificationEvent::DELETE))), [0; 0]);
    let found = retrieved(&mut phone, Some(NotificationSearch::SeqNumber(3)));
    assert_eq!(found[0].metadata().profile_management_operation, NotificationEvent::DISABLE);
    assert_eq!(retrieved(&mut phone, Some(NotificationSearch::Events(changes))).len(), 2);
    let request = RetrieveNotificationsListRequest { search_criteria: Some(NotificationSearch::SeqNumber(9)) };
    assert_eq!(phone.ask::<RetrieveNotificationsListResponse>(&request), RetrieveNotificationsListResponse::Ok(vec![]));
    assert_eq!(sent(&mut phone, 2), DeleteNotificationStatus::Ok);
    assert_eq!(sent(&mut phone, 2), DeleteNotificationStatus::NothingToDelete);
    phone.restart();
    assert_eq!(numbers(listed(&mut phone, None)), [1, 3]);
    for number in [1, 3] {
        assert_eq!(sent(&mut phone, number), DeleteNotificationStatus::Ok);
    }
    phone.restart();
    enable(&mut phone, 1);
    assert_eq!(numbers(listed(&mut phone, None)), [4], "no number is used twice");
}

// R: E7
#[test]
fn each_server_is_told_under_the_root_that_it_knows() {
    let (first, second) = (Operator::new(), Operator::new());
    let mut phone = first.phone();
    let mut identity = phone.euicc.state().identity.clone();
    identity.chains.push(second.chain(&phone.eid, &phone.key));
    identity.roots.push(second.ci.as_der().to_vec());
    phone = Phone::new(identity, phone.key);
    let mut shop = Shop::new(&second, listened(1, &[shop::ADDRESS]), &profiles::own(1));
    download(&mut phone, &mut shop);
    enable(&mut phone, 1);
    let pending = retrieved(&mut phone, Some(NotificationSearch::Events(NotificationEvent::ENABLE)));
    let [PendingNotification::Other(other)] = &pending[..] else { panic!("{pending:?}") };
    let eum = Certificate::parse(&other.eum_certificate).expect("a certificate");
    assert_eq!(eum.authority_key_id(), second.root_id());
    shop.notify(pending[0].raw());
}
