//! Commands are of version 3: who does not have it, or them, is not offered any.

use crate::scene::{ALL, CLASS, ask, listed, open, order, with_cards};
use app::{Error, Event, Events};
use landfall_flows::{Online, Phone, To, User, buyer::Buyer, wish};
use model::VersionSpec;
use rsp::{
    VersionType,
    es9::{AuthenticateClientResponse, Response},
    es10::{CtxParamsForCommonAuthentication, EuiccInfo2, EuiccRspCapability, OperationType},
    lpa::Failure,
    version::WrittenVersions,
};

fn versions(texts: &[&str]) -> Vec<VersionSpec> {
    texts.iter().map(|text| text.parse().expect("a version")).collect()
}

/// A server of version 2 is asked for nothing; nor one of version 3 that has no commands.
// R: E3 E5 E6
#[tokio::test]
async fn a_server_without_commands_is_left_alone() {
    for has in [&["v2.3.0,profileDownload"][..], &["v3.1.0,profileDownload", "v2.3.0,profileDownload"], &["2.3"]] {
        let mut shop = open(ALL, 2).await;
        let (phone, eid, own) = with_cards(&shop, "phone", 1).await;
        order(&shop, eid, &[format!("enable:{}", own[0])]).expect("its own");
        shop.stop().await;
        shop.restart();
        shop.set(|settings| settings.versions = versions(has));
        shop.start().await;
        let mut user = User::agreeing();
        let asked = ask(&phone, &shop, &mut user).await;
        match asked {
            // Of version 2: nobody is asked for commands.
            Err(Error::Download(Failure::NoCommands)) => assert_ne!(has.len(), 2),
            // Of version 3, with numbers alone on the wire, it says so itself.
            Ok(none) => assert!(none.is_empty() && has.len() == 2),
            other => panic!("{has:?}: {other:?}"),
        }
        assert!(user.commanded.is_empty());
        assert_eq!((listed(&shop)[0].state, listed(&shop)[0].sent), ("waiting", 0));
        shop.stop().await;
    }
}

/// A phone of version 2 is offered no commands, whatever it asks for, and gets profiles that nobody manages.
// R: E5 E6 E7
#[tokio::test]
async fn a_phone_of_version_2_is_offered_none() {
    let mut shop = open(ALL, 4).await;
    let (_, eid, own) = with_cards(&shop, "phone", 1).await;
    let ordered = order(&shop, eid, &[format!("enable:{}", own[0])]).expect("its own");
    for (highest, capability, managed) in [
        (None, EuiccRspCapability::RPM_SUPPORT, false),
        (Some(VersionType::new(3, 0, 0)), EuiccRspCapability::NONE, false),
        (Some(VersionType::new(3, 0, 0)), EuiccRspCapability::RPM_SUPPORT, true),
    ] {
        let mut buyer = Buyer::new(&shop, "visitor", &format!("{highest:?} {capability:?}"));
        buyer.versions = (VersionType::new(2, 2, 0), highest);
        let code = shop.issue(CLASS);
        let asks = |matching_id: &str, operation| {
            let context = CtxParamsForCommonAuthentication {
                matching_id: Some(matching_id.to_owned()),
                operation_type: Some(operation),
                ..CtxParamsForCommonAuthentication::default()
            };
            let begun = buyer.begun(&shop).expect("begun");
            let request = buyer.authenticate_with(&begun, |signed| {
                let info = EuiccInfo2 { euicc_rsp_capability: capability, ..EuiccInfo2::clone(&signed.euicc_info2) };
                signed.euicc_info2 = rsp::Raw::new(info);
                signed.ctx_params1 = context.into_ctx_params1();
            });
            match Response::decode(&shop.es9(&request).expect("an answer")).expect("of ES9+") {
                Response::AuthenticateClient(answer) => answer,
                other => panic!("{other:?}"),
            }
        };
        let commands = asks(&ordered.matching_id, OperationType::RPM | OperationType::PROFILE_DOWNLOAD);
        assert!(matches!(commands, AuthenticateClientResponse::Error(_)), "{commands:?}");
        // A profile that may be managed says so to those alone who can have it managed.
        let AuthenticateClientResponse::Ok(offer) = asks(&code.matching_id, OperationType::PROFILE_DOWNLOAD) else {
            panic!("no offer")
        };
        assert_eq!(offer.profile_metadata.rpm_configuration.is_some(), managed, "{highest:?}, {capability:?}");
        assert!(offer.profile_metadata.lpr_configuration.is_none());
    }
    assert_eq!((listed(&shop)[0].state, listed(&shop)[0].sent), ("waiting", 0));
    shop.stop().await;
}

/// The same near by: one protocol, many links.
// R: E1 E4 E9
#[tokio::test]
async fn written_versions_travel_near_by() {
    let mut shop = open(ALL, 1).await;
    for (versions, at) in [
        (None, "v3.0.0"),
        (Some(("v2.2.0;1", "v3.0.0;11")), "v3.0.0,profileDownload,rpm"),
        (Some(("profileDownload", "11")), "profileDownload,rpm"),
    ] {
        let phone = Phone::new(at, shop.root());
        let landfall = match versions {
            Some((minimum, maximum)) => phone.landfall().writing_versions(written(minimum, maximum)),
            None => phone.landfall().clone(),
        };
        let events = Events::new();
        let mut visit = landfall.visit(Box::new(To(shop.address())), None, &events).await.expect("it proves itself");
        assert!(visit.acquire(&wish("visitor")).await.expect("a card").reported);
        visit.leave().await;
        let version = loop {
            if let Event::Authenticated { version } = events.next().await {
                break version;
            }
        };
        assert_eq!(version, at);
    }
    shop.stop().await;
}

fn written(minimum: &str, maximum: &str) -> WrittenVersions {
    let read = |text: &str| text.parse().expect("a version");
    WrittenVersions { minimum: read(minimum), maximum: Some(read(maximum)) }
}

/// Where the phone is set to write its versions, functions have names on both sides: one that does not list commands gets none.
// R: E4 E5 E9
#[tokio::test]
async fn written_versions_travel_over_https() {
    let mut shop = open(ALL, 3).await;
    let (phone, eid, own) = with_cards(&shop, "phone", 1).await;
    order(&shop, eid, &[format!("enable:{}", own[0])]).expect("its own");
    let ask = async |versions: WrittenVersions| {
        let landfall = phone.landfall().writing_versions(versions);
        let mut card = landfall.chip(&eid, uicc::Transport::Block).expect("its own");
        let address = shop.kiosk().settings().smdp_address.clone();
        let inquiry = app::Inquiry { server: &address, matching_id: None, iccid: None };
        let mut server = Online::new(&phone, &shop);
        let (mut user, mut done) = (User::agreeing(), Vec::new());
        let asked = landfall.remote(&mut card, inquiry, &mut server, &mut user, &Events::new(), &mut done).await;
        asked.map(|()| done)
    };
    let none = ask(written("v2.2.0;1", "v3.0.0;1")).await;
    assert!(matches!(none, Err(Error::Download(Failure::NoCommands))), "{none:?}");
    assert_eq!(listed(&shop)[0].sent, 0);
    let done = ask(written("v2.2.0,profileDownload", "v3.0.0;11")).await.expect("carried out");
    assert!(done[0].outcomes[0].done);
    assert_eq!(listed(&shop)[0].version.as_deref(), Some("v3.0.0,profileDownload,rpm"));
    shop.stop().await;
}
