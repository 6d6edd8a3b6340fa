use crate::{
    frames::{answer, hello},
    harbour::Harbour,
    input::Input,
};
use model::{
    Criterion, DataAllowance, DeviceFeatures, Offer, PhoneNeeds, Platform, SecretBytes, ServiceSelection, UnixTime,
};
use nearfield::{
    Limits,
    message::{
        Authorisation, Manifest, Offers, PackageKind, Refusal, Request, Reserve, Reserved, Response, SignedPackage,
        WaitingFor,
    },
    parse::{Answer, Frame, Hello, Positions, blocks},
};

/// What phone and kiosk say to each other: the first byte says which message the rest is. What reads is written and must
/// read the same.
pub(crate) fn handshake(data: &[u8]) {
    let mut input = Input::new(data);
    match input.byte() {
        0 => drop(Hello::parse(input.rest())),
        1 => drop(Answer::parse(input.rest())),
        2 => drop(Positions::parse(input.rest())),
        3 => drop(blocks(input.rest())),
        4 => drop(Frame::parse(input.rest())),
        5 => request(input.rest()),
        6 => response(input.rest()),
        7 => manifest(input.rest()),
        _ => package(input),
    }
}

fn request(bytes: &[u8]) {
    if let Ok(request) = Request::decode(bytes) {
        assert_eq!(Request::decode(&request.encode()).as_ref(), Ok(&request));
        let _ = format!("{request:?}");
    }
}

fn response(bytes: &[u8]) {
    let Ok(response) = Response::decode(bytes) else { return };
    assert_eq!(Response::decode(&response.encode()).as_ref(), Ok(&response));
    if let Response::Refused(refusal) = &response {
        assert!(!refusal.to_string().is_empty() && !refusal.hint().is_empty());
        let _ = refusal.advice();
    }
}

fn manifest(bytes: &[u8]) {
    if let Ok(manifest) = Manifest::decode(bytes) {
        assert_eq!(Manifest::decode(&manifest.encode()), Ok(manifest));
    }
}

/// A package whose manifest the operator signed, whatever it says.
fn package(mut input: Input<'_>) {
    let (manifest, bytes) = (input.bytes().to_vec(), input.rest().to_vec());
    let key = &Harbour::get().root_key;
    let signature = key.sign(&Manifest::to_sign(&manifest)).to_vec();
    let package = SignedPackage { manifest, signature, bytes };
    if let Ok(manifest) = package.verify(&key.public()) {
        assert_eq!(manifest.size, package.bytes.len() as u64);
    }
}

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let with = |kind: u8, bytes: &[u8]| [&[kind], bytes].concat();
    let manifest = Manifest::of(PackageKind::Driver, "week", platform(), "1.2", b"driver").encode();
    let length = u16::try_from(manifest.len()).expect("short").to_be_bytes();
    let mut all = vec![
        with(0, &hello(Limits::PHONE)),
        with(1, &answer(Limits::KIOSK)),
        with(2, &[0x80, 1, 3, 0x81, 1, 5, 0xA2, 9, 0x80, 1, 4, 0x81, 4, 0, 9, 8, 0x80]),
        with(3, &[1, 9, 0, 1, 2, 1, 0, 2, 0x23, 1, 0, 8, 3, 1, 2, 3, 0x20, 2, 7, 4, 5, 3]),
        with(4, &[1, 1, 2, 3, 4, 0, 2, 5]),
        with(4, &[5, 1, 2, 3, 4, 3]),
        with(4, &[0x40, 0, 1, 9, 9]),
        with(7, &manifest),
        [&[8], &length[..], &manifest, b"driver"].concat(),
    ];
    all.extend(requests().iter().map(|request| with(5, &request.encode())));
    all.extend(responses().iter().map(|response| with(6, &response.encode())));
    all
}

fn platform() -> Platform {
    Platform { os: "android-15".into(), cpu: "aarch64".into() }
}

fn requests() -> [Request; 4] {
    let features = DeviceFeatures {
        platform: platform(),
        secure_storage: true,
        hardware_id: "hw-1".into(),
        program_installed: false,
        driver_installed: true,
    };
    let selection = ServiceSelection {
        network_rate: Some(50_000),
        operator: Some("Harbour".into()),
        tariff_limit: Some("10 EUR".parse().expect("money")),
        service_area: vec!["JP".parse().expect("a country")],
        program_kind: Some("landfall".into()),
    };
    let reserve = Reserve {
        class_id: "week".into(),
        nonce: [9; 16],
        user_id: "u".into(),
        features: features.clone(),
        voucher: Some(SecretBytes::from(*b"CODE")),
        csr: Some(vec![0x30, 0]),
        packages: true,
    };
    [
        Request::Catalogue { selection, features },
        Request::Reserve(Box::new(reserve)),
        Request::Await { matching_id: "SALE-1".into() },
        Request::Es9(vec![0xBF, 0x39, 0]),
    ]
}

fn responses() -> [Response; 7] {
    let offer = Offer {
        class_id: "week".into(),
        name: "Week".into(),
        operator: "Harbour".into(),
        price: "9.90 EUR".parse().expect("money"),
        service_area: vec!["JP".parse().expect("a country")],
        network_rate: 100_000,
        data: DataAllowance::Megabytes(5_000),
        validity_days: 7,
        apn: "internet".into(),
        works: "at once".into(),
        needs: PhoneNeeds { bands: vec!["n78".into()], no_carrier_lock: true, secure_storage: false },
        program_kinds: vec!["landfall".into()],
        assurance: 1,
        authorisation: "voucher".into(),
    };
    let offers = Offers { clock: UnixTime(1_767_225_600), operator: "Harbour".into(), offers: vec![offer] };
    let reserved = Reserved {
        matching_id: "SALE-1".into(),
        smdp_address: "kiosk-7.example".into(),
        lease_seconds: 900,
        authorisation: Authorisation::Waiting(WaitingFor::Attendant),
        eum_certificate: Some(vec![1; 40]),
        euicc_certificate: Some(vec![2; 40]),
        ci_key_ids: vec![vec![3; 20]],
        packages: vec![SignedPackage { manifest: vec![4], signature: vec![5; 64], bytes: vec![6; 20] }],
    };
    [
        Response::Offers(offers),
        Response::Reserved(Box::new(reserved)),
        Response::Authorisation(Authorisation::Denied { why: "no".into() }),
        Response::Es9(vec![0; 10]),
        Refusal::NoMatch { criterion: Criterion::ALL[0], detail: "why".into() }.into(),
        Refusal::AssuranceTooLow { needed: 2, offered: 0 }.into(),
        Refusal::ClockWrong { kiosk: UnixTime(1_767_225_600) }.into(),
    ]
}
