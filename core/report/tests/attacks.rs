//! What somebody could hand in besides a kiosk's own chain: each refused by name, and taken once its check is off.

use account::{
    signed::{Kind, Signed, Signer},
    wire::Bytes,
};
use landfall_report::{
    Call, Chain, Event, KioskId, MOST_EVENTS, Registration, Report, ReportError, What, called, checks, registered,
    sign, verify,
};
use model::without;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use std::convert::Infallible;

struct Kiosk {
    key: EcdsaKeyPair,
    random: SystemRandom,
}

impl Kiosk {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).expect("a key");
        Self { key, random }
    }

    fn public(&self) -> &[u8] {
        self.key.public_key().as_ref()
    }

    fn id(&self) -> KioskId {
        KioskId::of(self.public())
    }

    fn signature(&self, message: &[u8]) -> Result<Vec<u8>, Infallible> {
        Ok(self.key.sign(&self.random, message).expect("signs").as_ref().to_vec())
    }

    fn sign(&self, report: &Report) -> Signed {
        let Ok(signed) = sign(report, |message| self.signature(message));
        signed
    }
}

fn event(at: u64) -> Event {
    Event {
        at,
        number: "99901000000".to_owned(),
        iccid: "8999901000000000001".parse().expect("an ICCID"),
        class_id: "jp-7".to_owned(),
        what: What::Distributed {
            eid: model::Eid::with_check_digits(&format!("89999{:025}", 1)).expect("digits"),
            hardware_id: "phone-1".to_owned(),
            user_id: "someone".to_owned(),
            price: "9.90 EUR".parse().expect("money"),
        },
    }
}

/// A chain of three reports, and where it stands after each.
fn three(kiosk: &Kiosk) -> Vec<(Signed, Chain)> {
    let mut chain = Chain::new(0);
    (1..=3)
        .map(|at| {
            let report = chain.next(&kiosk.id(), vec![event(at)], at);
            let signed = kiosk.sign(&report);
            chain = Chain::after(&report, &signed);
            (signed, chain.clone())
        })
        .collect()
}

// R: A8
#[test]
fn a_kiosks_own_chain_is_followed_and_the_last_one_may_come_again() {
    let kiosk = Kiosk::new();
    let mut chain = Chain::new(0);
    for (signed, after) in three(&kiosk) {
        let (report, reached) = verify(&kiosk.id(), kiosk.public(), &chain, &signed).expect("the next one");
        assert_eq!((reached, report.events.len()), (after.clone(), 1));
        chain = after;
        let again = verify(&kiosk.id(), kiosk.public(), &chain, &signed).expect("an answer was lost");
        assert_eq!(again.1, chain);
    }
    // Restored from a backup it begins anew, and what is left of the time before is refused.
    let restored = Chain::new(1).next(&kiosk.id(), vec![event(4)], 4);
    let (_, chain) = verify(&kiosk.id(), kiosk.public(), &chain, &kiosk.sign(&restored)).expect("a new epoch");
    assert_eq!((chain.epoch, chain.number), (1, 1));
}

// R: A8
#[test]
fn what_is_no_next_report_of_the_kiosk_is_refused_by_name() {
    let (kiosk, other) = (Kiosk::new(), Kiosk::new());
    let reports = three(&kiosk);
    let (_, second) = &reports[1];
    let (third, _) = &reports[2];
    let judged = |from: &Chain, signed: &Signed| {
        verify(&kiosk.id(), kiosk.public(), from, signed).map(|(report, _)| report.number)
    };

    let mut changed = third.clone();
    let text = String::from_utf8(third.payload.0.clone()).expect("JSON");
    changed.payload = Bytes::from(text.replace("someone", "nobody"));
    let mut forged = other.sign(&second.next(&kiosk.id(), vec![event(3)], 3));
    forged.signer = Signer::Kiosk(kiosk.id().into());
    let foreign = kiosk.sign(&Report { kiosk: other.id(), ..second.next(&kiosk.id(), vec![event(3)], 3) });
    let foreign = Signed { signer: Signer::Kiosk(kiosk.id().into()), ..foreign };
    let old = kiosk.sign(&Report {
        number: 3,
        previous: second.previous.clone(),
        ..Chain::new(0).next(&kiosk.id(), vec![], 9)
    });
    let branched =
        kiosk.sign(&Report { previous: reports[0].1.previous.clone(), ..second.next(&kiosk.id(), vec![], 9) });
    let doubled = kiosk.sign(&Report { number: 2, ..second.next(&kiosk.id(), vec![], 9) });
    let long = kiosk.sign(&second.next(&kiosk.id(), vec![event(3); MOST_EVENTS + 1], 3));
    let Ok(receipt) =
        Signed::make(Kind::Receipt, &second.next(&kiosk.id(), vec![], 3), Signer::Kiosk(kiosk.id().into()), |m| {
            kiosk.signature(m)
        });

    let later = Chain { epoch: 1, ..second.clone() };
    let cases: [(&Chain, &Signed, ReportError, &'static [model::Check]); 9] = [
        (second, &changed, ReportError::Forged, &[checks::SIGNATURE]),
        (second, &forged, ReportError::Forged, &[checks::SIGNATURE]),
        (second, &receipt, ReportError::Forged, &[checks::SIGNATURE]),
        (second, &foreign, ReportError::Foreign, &[checks::OWN]),
        (&later, &old, ReportError::Restored(3), &[checks::EPOCH, checks::NUMBER, checks::LINK]),
        (&reports[0].1, third, ReportError::Missing(3), &[checks::NUMBER, checks::LINK]),
        (second, &branched, ReportError::Branched(3), &[checks::LINK]),
        (second, &doubled, ReportError::Doubled(2), &[checks::NUMBER]),
        (second, &long, ReportError::TooLong(3), &[checks::SIZE]),
    ];
    for (from, signed, refused, check) in cases {
        assert_eq!(judged(from, signed), Err(refused));
        assert!(without(check, || judged(from, signed)).is_ok(), "{refused:?} succeeds once nobody looks");
    }
}

// R: A8
#[test]
fn a_call_is_of_now_and_of_the_kiosk() {
    let (kiosk, other) = (Kiosk::new(), Kiosk::new());
    let challenge = Bytes::from([7; 32]);
    let call = Call { kiosk: kiosk.id(), challenge: challenge.clone(), after: 3, taken: Vec::new() };
    let Ok(signed) = call.sign(|message| kiosk.signature(message));
    assert_eq!(called(&kiosk.id(), kiosk.public(), &challenge, &signed), Ok(call.clone()));
    let stale = || called(&kiosk.id(), kiosk.public(), &Bytes::from([8; 32]), &signed);
    assert_eq!(stale(), Err(ReportError::Stale));
    assert!(without(&[checks::CHALLENGE], stale).is_ok());
    let forged = || called(&other.id(), other.public(), &challenge, &signed);
    assert_eq!(forged(), Err(ReportError::Forged));
    assert!(without(&[checks::SIGNATURE, checks::OWN], forged).is_ok());
}

// R: A8
#[test]
fn a_registration_is_signed_by_the_key_that_it_names() {
    let (kiosk, other) = (Kiosk::new(), Kiosk::new());
    let registration = Registration {
        key: Bytes::from(kiosk.public()),
        name: "Gate 7".to_owned(),
        address: "kiosk.example".to_owned(),
    };
    let Ok(signed) = registration.sign(|message| kiosk.signature(message));
    assert_eq!(registered(&signed), Ok((kiosk.id(), registration.clone())));
    let Ok(stolen) = registration.sign(|message| other.signature(message));
    assert_eq!(registered(&stolen), Err(ReportError::Forged));
    assert!(without(&[checks::SIGNATURE], || registered(&stolen)).is_ok());
}
