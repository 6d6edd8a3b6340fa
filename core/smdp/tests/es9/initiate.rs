use crate::card::Card;
use crate::desk::{ADDRESS, Desk, Operator, versions};
use landfall_smdp::{Asked, Function, Refusal};
use model::VersionSpec;
use rsp::VersionType;
use rsp::cert::Assurance;

fn spec(text: &str) -> VersionSpec {
    text.parse().expect("a version")
}

#[test]
fn addresses() {
    let accepted = |own: &str, asked: &str| {
        let mut desk = Desk::with(|config| config.address = own.into());
        let request = desk.card().initiate(asked);
        match desk.initiate(&request) {
            // It is signed as it was asked for.
            Ok(ok) => ok.server_signed1.server_address == asked,
            Err(refused) => {
                assert_eq!(refused, Refusal::Address { asked: asked.into() });
                assert_eq!(refused.status().to_string(), "8.8.1/3.8");
                assert!(desk.sessions.is_empty());
                false
            }
        }
    };
    for (own, asked) in
        [("dp.example", "DP.example"), ("dp.example", "dp.example:8443"), ("dp.example:8443", "dp.example")]
    {
        assert!(accepted(own, asked), "{own} {asked}");
    }
    for (own, asked) in [
        ("dp.example", "evil.example"),
        ("dp.example", ""),
        ("dp.example:8443", "dp.example:443"),
        ("dp.example", "dp.example."),
        ("dp.example", "dp.example:evil.example"),
    ] {
        assert!(!accepted(own, asked), "{own} {asked}");
    }
}

// R: E2
#[test]
fn versions_that_the_server_does_not_have() {
    let mut desk = Desk::with(|config| config.versions = versions(&["2.3.0"]));
    let card = Card { lowest: VersionType::new(3, 0, 0), highest: None, ..desk.card() };
    let refused = desk.initiate(&card.initiate(ADDRESS)).expect_err("only 2.3.0");
    assert_eq!(refused, Refusal::Version { minimum: spec("3.0.0"), maximum: spec("3.0.0") });
    let response = refused.response(Asked::of(Function::InitiateAuthentication)).expect("has an answer");
    assert_eq!(response.refusal().expect("a refusal").to_string(), "8.8.3/3.1");
    // BF39 { 81 01 02 }: euiccVersionNotSupportedByDp.
    assert_eq!(hex::encode(response.encode()), "a206bf3903810102");
}

/// Certificates under several CIs, side by side.
// R: E7
#[test]
fn the_card_s_order_of_roots_decides_among_certificates_that_are_in_time() {
    let (other, mut keys) = (Operator::new(), std::collections::BTreeMap::new());
    let mut desk = Desk::with(|config| {
        config.roots.add(other.ci.clone()).expect("a root");
        config.certificates.push(other.certificates("second", &mut keys));
    });
    desk.keys.extend(keys);
    let (first, second) = (desk.operator.root_id(), other.root_id());
    let shown = |desk: &mut Desk, trusted: &[&Vec<u8>]| {
        let card = desk.card();
        let mut info = card.info1();
        info.euicc_ci_pk_id_list_for_verification = trusted.iter().map(|id| (*id).clone()).collect();
        let mut request = card.initiate(ADDRESS);
        request.euicc_info1 = rsp::Raw::new(info);
        let ok = desk.initiate(&request)?;
        let certificate = rsp::cert::Certificate::parse(&ok.server_certificate).expect("its own");
        Ok::<_, Refusal>(certificate.authority_key_id().to_vec())
    };
    assert_eq!(shown(&mut desk, &[&first, &second]), Ok(first.clone()));
    assert_eq!(shown(&mut desk, &[&second, &first]), Ok(second.clone()));
    assert_eq!(shown(&mut desk, &[&vec![9; 20], &second]), Ok(second.clone()));
    assert_eq!(shown(&mut desk, &[&vec![9; 20]]), Err(Refusal::NoCertificate));
    // The card's first choice has ended: the next one serves.
    let (key, ended) = (crate::desk::Key::generate(), crate::desk::days(2));
    let mut config = desk.server.config().clone();
    let name = rsp::cert::issue::ServerName {
        organization: "Harbour".into(),
        common_name: "Kiosk 7".into(),
        oid: "2.999.7".into(),
    };
    let old = rsp::cert::issue::dp_auth(&other.ci, &name, &key.public(), ended, &mut crate::desk::random);
    config.certificates[1].dp_auth = other.key.finish(old.expect("fits"));
    desk.server = landfall_smdp::Server::new(config, None).expect("fits");
    desk.now = crate::desk::NOW.plus(5 * crate::desk::DAY);
    assert_eq!(shown(&mut desk, &[&second, &first]), Ok(first));
    let refused = shown(&mut desk, &[&second]).expect_err("nothing else");
    assert!(matches!(refused, Refusal::OwnCertificate(_)), "{refused}");
}

#[test]
fn roots_that_are_not_shared() {
    let mut desk = Desk::new();
    let foreign = Card::new(&Operator::new(), "890490320012345123451234567890", Assurance::Tee);
    let refused = desk.initiate(&foreign.initiate(ADDRESS)).expect_err("no root in common");
    assert_eq!((refused.status().to_string().as_str(), &refused), ("8.8.2/3.1", &Refusal::NoSharedRoot));
    let card = desk.card();
    let mut info = card.info1();
    info.euicc_ci_pk_id_list_for_verification = vec![foreign.root];
    let mut request = card.initiate(ADDRESS);
    request.euicc_info1 = rsp::Raw::new(info);
    let refused = desk.initiate(&request).expect_err("it can't verify this server");
    assert_eq!((refused.status().to_string().as_str(), &refused), ("8.8.4/3.7", &Refusal::NoCertificate));
    assert!(desk.sessions.is_empty());
}
