use crate::harbour::subscriber;
use model::{Algorithm, Subscriber};
use saip::{Package, PersonaliseError};
use std::sync::LazyLock;
use uicc::{Card, Profile, Smartcard, Step};

/// A profile package by the whole way that one goes: read, resolved, put into a card, and filled with a subscriber.
pub(crate) fn saip(data: &[u8]) {
    let package = match Package::parse(data) {
        Ok(package) => package,
        Err(error) => return assert!(!error.response().encode().is_empty() && !error.to_string().is_empty()),
    };
    assert_eq!(package.encode().expose(), data, "a package keeps its bytes");
    for element in package.elements().flatten() {
        let _ = format!("{element:?}");
    }
    install(&package);
    personalise(&package);
}

fn install(package: &Package) {
    let resolved = match saip::resolve(package) {
        Ok(resolved) => resolved,
        Err(error) => return assert!(!error.response().encode().is_empty()),
    };
    assert!(!resolved.response().encode().is_empty());
    let Ok(profile) = euicc::card_of(&resolved) else { return };
    let records = profile.records();
    let records: Vec<_> = records
        .changes
        .into_iter()
        .filter_map(|change| match change {
            model::Change::Put { id, value, .. } => Some((id, value)),
            _ => None,
        })
        .collect();
    let loaded = Profile::load(&records).expect("a card's own records load");
    let mut card = Card::new(loaded);
    let select_master_file = [0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00];
    assert!(matches!(card.transmit(&select_master_file, &mut |out: &mut [u8]| out.fill(1)), Step::Reply(_)));
}

fn personalise(template: &Package) {
    static SUBSCRIBER: LazyLock<Subscriber> = LazyLock::new(|| subscriber(1));
    match saip::personalise(template, &SUBSCRIBER) {
        Ok(package) => {
            let own = saip::resolve(&package).expect("a template that resolves still does with a subscriber in it");
            assert_eq!(own.iccid, SUBSCRIBER.iccid);
        }
        Err(PersonaliseError::Subscriber(_)) => panic!("the subscriber is a good one"),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Valid input, to begin from: a package for each algorithm, and a header alone.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let tuak = Algorithm::Tuak { topc: [0x33; 32].into(), iterations: 3, res_size: 8 };
    let rows = [
        subscriber(1),
        Subscriber { ki: [0x44; 32].into(), algorithm: tuak, ..subscriber(2) },
        Subscriber { algorithm: Algorithm::Comp128 { version: 3 }, msisdn: None, ..subscriber(3) },
    ];
    let whole = rows.map(|row| saip::build(&row).expect("a good row").encode().expose().to_vec());
    let header = tlv::Reader::new(&whole[0]).next().ok().flatten().map(|header| header.raw.to_vec());
    whole.into_iter().chain(header).collect()
}
