//! PrepareDownload (SGP.22 §5.7.5).

use crate::authenticate::{self, on_brainpool, sibling};
use crate::harness::{
    Fate, Key, Operator, Phone, Shop,
    profiles::{self, metadata},
};
use rsp::{
    Raw,
    cert::Certificate,
    es10::{
        AuthenticateServerResponse, DownloadErrorCode as Code, PrepareDownloadRequest, PrepareDownloadResponse,
        SmdpSigned2,
    },
    message::{HashCc, Signature},
};

struct Desk {
    operator: Operator,
    phone: Phone,
    shop: Shop,
}

impl Desk {
    fn new() -> Self {
        let operator = Operator::new();
        let (phone, shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
        Self { operator, phone, shop }
    }

    /// Both sides authenticated; the eUICC's signature, which the server's next one covers.
    fn authenticated(&mut self) -> Signature {
        let request = authenticate::request(&mut self.phone, &self.shop);
        match authenticate::ask(&mut self.phone, &request) {
            AuthenticateServerResponse::Ok(ok) => ok.euicc_signature1,
            AuthenticateServerResponse::Error(error) => panic!("{error:?}"),
        }
    }

    fn offer(&self) -> SmdpSigned2 {
        SmdpSigned2 { transaction_id: [5; 16].into(), cc_required_flag: false, bpp_euicc_otpk: None }
    }

    fn own(&self) -> (Certificate, Key) {
        (self.shop.server.config().certificates[0].dp_pb.clone(), self.shop.binding_key().clone())
    }

    fn ask(&mut self, signed: SmdpSigned2, by: &(Certificate, Key), covers: &Signature) -> PrepareDownloadResponse {
        let request = request(signed, by, covers);
        self.phone.ask(&request)
    }

    fn refusal(&mut self, signed: SmdpSigned2, by: &(Certificate, Key), covers: &Signature) -> Code {
        match self.ask(signed, by, covers) {
            PrepareDownloadResponse::Error(error) => error.download_error_code,
            PrepareDownloadResponse::Ok(_) => panic!("it prepared"),
        }
    }
}

pub(crate) fn request(signed: SmdpSigned2, by: &(Certificate, Key), covers: &Signature) -> PrepareDownloadRequest {
    let smdp_signed2 = Raw::new(signed);
    let message = [smdp_signed2.raw(), &tlv::encode(0x5F37u32, covers)].concat();
    let smdp_signature2 = by.1.sign(&message);
    PrepareDownloadRequest { smdp_signed2, smdp_signature2, hash_cc: None, smdp_certificate: by.0.as_der().to_vec() }
}

// R: E5
#[test]
fn it_signs_a_one_time_key_for_the_server_that_proved_itself() {
    let mut desk = Desk::new();
    let covers = desk.authenticated();
    let (offer, own) = (desk.offer(), desk.own());
    let request = request(offer, &own, &covers);
    let PrepareDownloadResponse::Ok(ok) = desk.phone.ask(&request) else { panic!("refused") };
    ok.verify(&desk.phone.key.public(), &request.smdp_signature2).expect("its signature");
    let prepared = desk.phone.euicc.state().prepared.newest().expect("prepared");
    assert_eq!(ok.euicc_signed2.euicc_otpk, prepared.one_time_public);
    assert_eq!(prepared.server_address, "kiosk-7.example");
    assert!(!format!("{prepared:?}").contains("one_time"), "the key is shown to nobody");
    let next = desk.offer();
    let PrepareDownloadResponse::Ok(again) = desk.ask(next, &own, &covers) else { panic!("refused") };
    assert_ne!(again.euicc_signed2.euicc_otpk, ok.euicc_signed2.euicc_otpk, "a new key each time");
    let reused = SmdpSigned2 { bpp_euicc_otpk: Some(again.euicc_signed2.euicc_otpk), ..desk.offer() };
    let PrepareDownloadResponse::Ok(third) = desk.ask(reused, &own, &covers) else { panic!("refused") };
    assert_eq!(third.euicc_signed2.euicc_otpk, again.euicc_signed2.euicc_otpk, "but the one that the server bound to");
    let lost = SmdpSigned2 { bpp_euicc_otpk: Some(ok.euicc_signed2.euicc_otpk), ..desk.offer() };
    let PrepareDownloadResponse::Ok(fourth) = desk.ask(lost, &own, &covers) else { panic!("refused") };
    assert_ne!(fourth.euicc_signed2.euicc_otpk, ok.euicc_signed2.euicc_otpk, "a key that it no longer has");
}

// R: E5
#[test]
fn every_check_has_its_code() {
    let mut desk = Desk::new();
    let own = desk.own();
    let offer = desk.offer();
    assert_eq!(desk.refusal(offer.clone(), &own, &[0; 64]), Code::NoSessionContext);
    let covers = desk.authenticated();
    assert_eq!(desk.refusal(offer.clone(), &own, &[1; 64]), Code::InvalidSignature, "of another session");
    let by_other_key = (own.0.clone(), Key::generate());
    assert_eq!(desk.refusal(offer.clone(), &by_other_key, &covers), Code::InvalidSignature);
    let foreign = sibling(&Operator::new(), "2.999.7");
    assert_eq!(desk.refusal(offer.clone(), &foreign, &covers), Code::InvalidCertificate, "under another root");
    let neighbour = sibling(&desk.operator, "2.999.8");
    assert_eq!(desk.refusal(offer.clone(), &neighbour, &covers), Code::InvalidCertificate, "another server");
    let set = &desk.shop.server.config().certificates[0];
    let as_auth = (set.dp_auth.clone(), desk.shop.keys[&set.dp_auth_key].clone());
    assert_eq!(desk.refusal(offer.clone(), &as_auth, &covers), Code::InvalidCertificate, "in another role");
    let mut on_another_curve = request(offer.clone(), &own, &covers);
    on_another_curve.smdp_certificate = on_brainpool(&own.0, &desk.operator.key);
    let PrepareDownloadResponse::Error(error) = desk.phone.ask(&on_another_curve) else { panic!("it prepared") };
    assert_eq!(error.download_error_code, Code::UnsupportedCurve);
    let other = SmdpSigned2 { transaction_id: [6; 16].into(), ..offer.clone() };
    assert_eq!(desk.refusal(other, &own, &covers), Code::InvalidTransactionId);
    let with_code = SmdpSigned2 { cc_required_flag: true, ..offer.clone() };
    assert_eq!(desk.refusal(with_code, &own, &covers), Code::UndefinedError, "a code is needed");
    let mut uncalled = request(offer.clone(), &own, &covers);
    uncalled.hash_cc = Some(HashCc([1; 32]));
    assert!(matches!(desk.phone.ask(&uncalled), PrepareDownloadResponse::Error(_)), "a code that nobody asked for");
    for fate in [Fate::SigningFails, Fate::CommitsFail] {
        desk.phone.fate = fate;
        assert_eq!(desk.refusal(offer.clone(), &own, &covers), Code::UndefinedError, "{fate:?}");
        assert!(desk.phone.euicc.state().prepared.is_empty());
    }
    desk.phone.fate = Fate::Works;
    assert!(matches!(desk.ask(offer, &own, &covers), PrepareDownloadResponse::Ok(_)), "the session stood all of that");
}

// R: F1
#[test]
fn the_one_time_key_may_wait_for_the_packages_commit() {
    let mut desk = Desk::new();
    let covers = desk.authenticated();
    let before = desk.phone.disk.clone();
    let (offer, own) = (desk.offer(), desk.own());
    assert!(matches!(desk.ask(offer, &own, &covers), PrepareDownloadResponse::Ok(_)));
    assert_eq!(desk.phone.disk, before, "no commit of its own");
    assert_eq!(desk.phone.waiting.changes.len(), 1);
    desk.phone.restart();
    assert!(desk.phone.euicc.state().prepared.is_empty(), "without the package it is worth nothing");
}
