use super::*;
use model::{
    Criterion, DataAllowance, DeviceFeatures, Offer, PhoneNeeds, Platform, SecretBytes, ServiceSelection, UnixTime,
};
use proptest::prelude::*;

fn features() -> DeviceFeatures {
    DeviceFeatures {
        platform: Platform { os: "android-15".to_owned(), cpu: "aarch64".to_owned() },
        secure_storage: true,
        hardware_id: "hw-1".to_owned(),
        program_installed: false,
        driver_installed: true,
    }
}

fn offer() -> Offer {
    Offer {
        class_id: "jp-7".to_owned(),
        name: "Seven days".to_owned(),
        operator: "Test".to_owned(),
        price: "9.90 EUR".parse().unwrap(),
        service_area: vec!["JP".parse().unwrap(), "KR".parse().unwrap()],
        network_rate: 100_000,
        data: DataAllowance::Megabytes(5_000),
        validity_days: 7,
        apn: "internet".to_owned(),
        works: "at once".to_owned(),
        needs: PhoneNeeds {
            bands: vec!["n78".to_owned(), "B3".to_owned()],
            no_carrier_lock: true,
            secure_storage: false,
        },
        program_kinds: vec!["landfall".to_owned()],
        assurance: 1,
        authorisation: "voucher".to_owned(),
    }
}

fn requests() -> Vec<Request> {
    let selection = ServiceSelection {
        network_rate: Some(50_000),
        operator: Some("Test".to_owned()),
        tariff_limit: Some("10 EUR".parse().unwrap()),
        service_area: vec!["JP".parse().unwrap()],
        program_kind: Some("landfall".to_owned()),
    };
    let reserve = Reserve {
        class_id: "jp-7".to_owned(),
        nonce: [9; 16],
        user_id: "u".to_owned(),
        features: features(),
        voucher: Some(SecretBytes::from(b"CODE".as_slice())),
        csr: Some(vec![0x30, 0]),
        packages: true,
    };
    let bare = Reserve { voucher: None, csr: None, packages: false, ..reserve.clone() };
    vec![
        Request::Catalogue { selection, features: features() },
        Request::Catalogue { selection: ServiceSelection::default(), features: features() },
        Request::Reserve(Box::new(reserve)),
        Request::Reserve(Box::new(bare)),
        Request::Await { matching_id: "M-1".to_owned() },
        Request::Es9(vec![0xBF, 0x39, 0]),
    ]
}

fn refusals() -> Vec<Refusal> {
    let detail = "why".to_owned();
    let mut all: Vec<Refusal> =
        Criterion::ALL.map(|criterion| Refusal::NoMatch { criterion, detail: detail.clone() }).into();
    all.extend([
        Refusal::SoldOut,
        Refusal::Quota { retry_after: 60 },
        Refusal::VoucherNeeded,
        Refusal::VoucherInvalid,
        Refusal::VoucherUsed,
        Refusal::VoucherExpired,
        Refusal::CsrRejected { detail: detail.clone() },
        Refusal::AssuranceTooLow { needed: 2, offered: 0 },
        Refusal::PackageUnavailable { detail: detail.clone() },
        Refusal::NotAuthorised,
        Refusal::UnknownMatchingId,
        Refusal::ClockWrong { kiosk: UnixTime(1_767_225_600) },
        Refusal::OutOfService,
        Refusal::Busy,
        Refusal::NotUnderstood,
        Refusal::Internal,
        Refusal::Other { code: 900, detail },
    ]);
    all
}

fn responses() -> Vec<Response> {
    let reserved = Reserved {
        matching_id: "M-1".to_owned(),
        smdp_address: "kiosk.local".to_owned(),
        lease_seconds: 900,
        authorisation: Authorisation::Waiting(WaitingFor::Attendant),
        eum_certificate: Some(vec![1; 400]),
        euicc_certificate: Some(vec![2; 400]),
        ci_key_ids: vec![vec![3; 20]],
        packages: vec![SignedPackage { manifest: vec![4], signature: vec![5; 64], bytes: vec![6; 100_000] }],
    };
    let bare = Reserved {
        authorisation: Authorisation::Granted,
        eum_certificate: None,
        euicc_certificate: None,
        ci_key_ids: vec![],
        packages: vec![],
        ..reserved.clone()
    };
    let unlimited = Offer { data: DataAllowance::Unlimited, service_area: vec![], ..offer() };
    let offers =
        Offers { clock: UnixTime(1_767_225_600), operator: "Test".to_owned(), offers: vec![offer(), unlimited] };
    let mut all = vec![Response::Offers(offers), Response::Es9(vec![0; 10])];
    all.extend([reserved, bare].map(|r| Response::Reserved(Box::new(r))));
    all.extend(
        [
            Authorisation::Granted,
            Authorisation::Waiting(WaitingFor::Till),
            Authorisation::Waiting(WaitingFor::Other),
            Authorisation::Denied { why: "no".to_owned() },
        ]
        .map(Response::Authorisation),
    );
    all.extend(refusals().into_iter().map(Response::Refused));
    all
}

#[test]
fn every_message_comes_back() {
    for request in requests() {
        assert_eq!(Request::decode(&request.encode()), Ok(request));
    }
    for response in responses() {
        assert_eq!(Response::decode(&response.encode()), Ok(response));
    }
}

// R: F3
#[test]
fn every_refusal_says_what_happened_and_what_to_do() {
    for refusal in refusals() {
        assert!(refusal.to_string().len() > 10 && refusal.hint().len() > 10, "{refusal:?}");
        let retries = matches!(refusal, Refusal::Busy | Refusal::NotAuthorised | Refusal::Quota { .. });
        assert_eq!(matches!(refusal.advice(), Advice::RetryAfter(_)), retries, "{refusal:?}");
    }
}

#[test]
fn what_is_sent_does_not_change_unnoticed() {
    let hex = |bytes: &[u8]| hex::encode(bytes);
    let await_request = Request::Await { matching_id: "M-1".to_owned() };
    assert_eq!(hex(&await_request.encode()), "a20580034d2d31");
    assert_eq!(hex(&Response::Refused(Refusal::SoldOut).encode()), "a403800102");
    assert_eq!(
        hex(&Response::Refused(Refusal::NoMatch { criterion: Criterion::Stock, detail: "x".to_owned() }).encode()),
        "a40d800101810178820573746f636b"
    );
    assert_eq!(
        hex(&requests()[1].encode()),
        "a023a000a11f800a616e64726f69642d31358107616172636836348200830468772d318500"
    );
}

#[test]
fn fields_and_kinds_of_later_versions() {
    // [2]{ [0] "M", [99] } : the unknown field is skipped.
    assert_eq!(
        Request::decode(&[0xA2, 0x06, 0x80, 0x01, b'M', 0x9F, 0x63, 0x00]),
        Ok(Request::Await { matching_id: "M".to_owned() })
    );
    assert_eq!(Request::decode(&[0xAF, 0x00]), Err(MessageError::UnknownKind(tlv::Tag(0xAF))));
    let refused = [0xA4, 0x04, 0x80, 0x02, 0x03, 0x84];
    assert_eq!(Response::decode(&refused), Ok(Response::Refused(Refusal::Other { code: 900, detail: String::new() })));
    // No offer matches, for a criterion without a name here: what is sent on reads the same.
    let refused = [0xA4, 0x07, 0x80, 0x01, 0x01, 0x82, 0x02, b'5', b'G'];
    let other = Response::Refused(Refusal::Other { code: 1, detail: String::new() });
    assert_eq!(Response::decode(&refused), Ok(other.clone()));
    assert_eq!(Response::decode(&other.encode()), Ok(other));
}

#[test]
fn long_texts_and_lists_are_refused() {
    let long = Request::Await { matching_id: "x".repeat(5_000) };
    // What this side sends is cut, what it receives is refused.
    assert!(
        matches!(Request::decode(&long.encode()), Ok(Request::Await { matching_id }) if matching_id.len() == 1_024)
    );
    let mut bytes = tlv::Writer::new();
    bytes.nest(0xA2, |w| w.text(0x80, &"x".repeat(1_025)));
    assert_eq!(Request::decode(&bytes.finish()), Err(MessageError::OutOfRange(tlv::Tag(0x80))));
    let offers = Offers { clock: UnixTime(0), operator: String::new(), offers: vec![offer(); 257] };
    assert!(matches!(Response::decode(&Response::Offers(offers).encode()), Err(MessageError::OutOfRange(_))));
}

#[test]
fn a_voucher_is_not_shown() {
    let shown = format!("{:?}", requests()[2]);
    assert!(!shown.contains("CODE") && !shown.contains("67, 79"), "{shown}");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        let _ = Request::decode(&bytes);
        let _ = Response::decode(&bytes);
    }

    #[test]
    fn damaged_messages_are_read_or_refused(which: prop::sample::Index, at: prop::sample::Index, value: u8) {
        let all: Vec<_> = responses().iter().map(Response::encode).chain(requests().iter().map(Request::encode)).collect();
        let mut bytes = which.get(&all).to_vec();
        let at = at.index(bytes.len().min(2_000));
        bytes[at] = value;
        let _ = Request::decode(&bytes);
        let _ = Response::decode(&bytes);
    }
}
