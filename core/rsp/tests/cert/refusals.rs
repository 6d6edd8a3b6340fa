//! Certificates that an attacker, or a careless issuer, might make: each is well signed and refused by its own check.

use crate::support::{Key, NOW, Parts, World, no_crls};
use landfall_rsp::cert::{
    CertError, Certificate, ChainError, PublicKey, Role,
    chain::{Roots, verify_dp, verify_euicc, verify_eum, verify_kiosk},
    issue,
};

const SUBJECT_KEY_ID: u8 = 14;
const KEY_USAGE: u8 = 15;
const BASIC_CONSTRAINTS: u8 = 19;
const NAME_CONSTRAINTS: u8 = 30;
const POLICIES: u8 = 32;
const AUTHORITY_KEY_ID: u8 = 35;

/// `certificate` with a change, signed by `key` again.
fn changed(certificate: &Certificate, key: &Key, change: impl FnOnce(&mut Parts)) -> Certificate {
    let mut parts = Parts::of(certificate);
    change(&mut parts);
    Certificate::parse(&parts.der(key)).expect("still a certificate")
}

fn euicc(w: &World, change: impl FnOnce(&mut Parts)) -> Option<ChainError> {
    let euicc = changed(&w.euicc, &w.eum_key, change);
    verify_euicc(&euicc, &w.eum, &w.roots(), &no_crls(), Some(NOW)).err()
}

fn eum(w: &World, change: impl FnOnce(&mut Parts)) -> Option<ChainError> {
    let eum = changed(&w.eum, &w.ci_key, change);
    verify_eum(&eum, &w.roots(), &no_crls(), Some(NOW)).err()
}

fn dp(w: &World, change: impl FnOnce(&mut Parts)) -> Option<ChainError> {
    let dp = changed(&w.dp_auth, &w.ci_key, change);
    verify_dp(&dp, Role::DpAuth, &w.roots(), &no_crls(), Some(NOW)).err()
}

/// Replaces bytes that stand there once.
fn replace(field: &mut [u8], from: &[u8], to: &[u8]) {
    let at = field.windows(from.len()).position(|window| window == from).expect("stands there");
    field[at..at + to.len()].copy_from_slice(to);
}

#[test]
fn unchanged_they_are_accepted() {
    let w = World::new();
    assert_eq!(euicc(&w, |_| {}), None);
    assert_eq!(eum(&w, |_| {}), None);
    assert_eq!(dp(&w, |_| {}), None);
}

#[test]
fn signatures() {
    let (w, thief) = (World::new(), Key::generate());
    let forged = changed(&w.euicc, &thief, |_| {});
    let refused = verify_euicc(&forged, &w.eum, &w.roots(), &no_crls(), Some(NOW));
    assert_eq!(refused.err(), Some(ChainError::Signature { role: Role::Euicc }));
    let forged = changed(&w.eum, &thief, |_| {});
    let refused = verify_eum(&forged, &w.roots(), &no_crls(), Some(NOW));
    assert_eq!(refused.err(), Some(ChainError::Signature { role: Role::Eum }));
    let forged = changed(&w.kiosk, &thief, |_| {});
    let refused = verify_kiosk(&forged, &w.roots(), &no_crls(), Some(NOW));
    assert_eq!(refused.err(), Some(ChainError::Signature { role: Role::Kiosk }));
}

#[test]
fn roots_are_self_signed_and_fit() {
    let w = World::new();
    let mut roots = Roots::new();
    let refused = roots.add(w.dp_auth.clone());
    assert_eq!(refused, Err(ChainError::Role { expected: Role::Ci, found: Some(Role::DpAuth) }));
    let refused = roots.add(changed(&w.ci, &Key::generate(), |_| {}));
    assert_eq!(refused, Err(ChainError::NotSelfSigned));
    let refused = roots.add(changed(&w.ci, &w.ci_key, |p| p.drop_extension(BASIC_CONSTRAINTS)));
    assert_eq!(refused, Err(ChainError::BasicConstraints { role: Role::Ci }));
    let refused = roots.add(changed(&w.ci, &w.ci_key, |p| p.drop_extension(SUBJECT_KEY_ID)));
    assert_eq!(refused, Err(ChainError::AuthorityKey { role: Role::Ci }));
    assert!(roots.is_empty());
}

#[test]
fn roles_and_policies() {
    let w = World::new();
    let none = |expected| Some(ChainError::Role { expected, found: None });
    assert_eq!(euicc(&w, |p| p.drop_extension(POLICIES)), none(Role::Euicc));
    // Two roles at once are none.
    let two = |p: &mut Parts| {
        let one = p.extension(POLICIES).2[2..].to_vec();
        let mut other = one.clone();
        *other.last_mut().expect("an arc") = 5;
        p.extension(POLICIES).2 = tlv::encode(tlv::Tag::SEQUENCE, &[one, other].concat());
    };
    assert_eq!(dp(&w, two), none(Role::DpAuth));
    // An eUICC's key must not act as a server.
    let roots = w.roots();
    let refused = verify_dp(&w.euicc, Role::DpAuth, &roots, &no_crls(), Some(NOW));
    assert!(matches!(refused, Err(ChainError::UnknownRoot { .. })));
    let self_promoted = verify_euicc(&w.euicc, &w.euicc, &w.roots(), &no_crls(), Some(NOW));
    assert!(self_promoted.is_err());
}

#[test]
fn key_ids_and_names_link_the_chain() {
    let w = World::new();
    let wrong = Some(ChainError::AuthorityKey { role: Role::Euicc });
    assert_eq!(euicc(&w, |p| p.drop_extension(AUTHORITY_KEY_ID)), wrong);
    assert_eq!(euicc(&w, |p| p.extension(AUTHORITY_KEY_ID).2[10] ^= 1), wrong);
    let none = ChainError::UnknownRoot { role: Role::Eum, key_id: String::new() };
    assert_eq!(eum(&w, |p| p.drop_extension(AUTHORITY_KEY_ID)), Some(none));
    let other_issuer = euicc(&w, |p| replace(&mut p.fields[3], b"Kiosk EUM", b"Kiosk EUX"));
    assert_eq!(other_issuer, Some(ChainError::IssuerName { role: Role::Euicc }));
}

#[test]
fn critical_extensions_that_are_not_known() {
    let w = World::new();
    let add = |critical| move |p: &mut Parts| p.extensions.push((vec![0x55, 0x1D, 99], critical, vec![5, 0]));
    let refused = ChainError::CriticalExtension { role: Role::Euicc, oid: "2.5.29.99".into() };
    assert_eq!(euicc(&w, add(true)), Some(refused));
    assert_eq!(euicc(&w, add(false)), None);
    let mut twice = Parts::of(&w.euicc);
    let again = twice.extension(KEY_USAGE).clone();
    twice.extensions.push(again);
    let refused = Certificate::parse(&twice.der(&w.eum_key));
    assert_eq!(refused.err(), Some(CertError::DuplicateExtension { oid: "2.5.29.15".into() }));
}

#[test]
fn key_usage_and_basic_constraints() {
    let w = World::new();
    let usage = |needed| Some(ChainError::KeyUsage { role: Role::Euicc, needed });
    assert_eq!(euicc(&w, |p| p.drop_extension(KEY_USAGE)), usage("digital signature"));
    // A leaf that may sign certificates, too.
    let both = |p: &mut Parts| p.extension(KEY_USAGE).2 = vec![3, 2, 2, 0b1000_0100];
    assert_eq!(euicc(&w, both), usage("digital signature"));
    let refused = eum(&w, |p| p.extension(KEY_USAGE).2 = vec![3, 2, 7, 0x80]);
    assert_eq!(refused, Some(ChainError::KeyUsage { role: Role::Eum, needed: "certificate signing" }));
    let ca = vec![0x30, 3, 1, 1, 0xFF];
    let refused = euicc(&w, |p| p.extensions.push((vec![0x55, 0x1D, BASIC_CONSTRAINTS], true, ca.clone())));
    assert_eq!(refused, Some(ChainError::BasicConstraints { role: Role::Euicc }));
    // Without a path length, an EUM could make another EUM.
    let refused = eum(&w, |p| p.extension(BASIC_CONSTRAINTS).2 = ca.clone());
    assert_eq!(refused, Some(ChainError::BasicConstraints { role: Role::Eum }));
}

// R: E8
#[test]
fn an_eum_has_limits_and_its_euiccs_keep_them() {
    let w = World::new();
    assert_eq!(eum(&w, |p| p.drop_extension(NAME_CONSTRAINTS)), Some(ChainError::NoNameConstraints));
    // Permitted: a DNS name; excluded beside permitted; an organisation alone.
    let form = Some(ChainError::NameConstraintForm);
    let dns = hex::decode("300aa008300682046b696f73").expect("hex");
    assert_eq!(eum(&w, |p| p.extension(NAME_CONSTRAINTS).2 = dns.clone()), form);
    let excluded = |p: &mut Parts| {
        let value = &mut p.extension(NAME_CONSTRAINTS).2;
        let permitted = tlv::parse_one(value, tlv::Tag::SEQUENCE).expect("constraints").value.to_vec();
        let mut other = permitted.clone();
        other[0] = 0xA1;
        *value = tlv::encode(tlv::Tag::SEQUENCE, &[permitted, other].concat());
    };
    assert_eq!(eum(&w, excluded), form);
    // A server certificate has no business with them.
    assert_eq!(dp(&w, |p| p.extensions.push((vec![0x55, 0x1D, NAME_CONSTRAINTS], true, dns.clone()))), form);
    // A thief with the EUM's key makes an eUICC out of its range, or of another maker.
    let range =
        euicc(&w, |p| replace(&mut p.fields[5], b"89049032001234512345123456789", b"89049033000000000000000000000"));
    assert_eq!(range, Some(ChainError::NoEid), "check digits don't match any more");
    let outside = model::Eid::with_check_digits("890490330000000000000000000000").expect("30 digits");
    let digits = outside.to_string();
    let old = w.euicc.eid().expect("has one").to_string();
    let range = euicc(&w, |p| replace(&mut p.fields[5], old.as_bytes(), digits.as_bytes()));
    assert_eq!(range, Some(ChainError::EidRange { eid: digits }));
    let maker = euicc(&w, |p| replace(&mut p.fields[5], b"Harbour", b"Airport"));
    assert_eq!(maker, Some(ChainError::Organisation { found: "Airport".into() }));
    // Two EIDs in one name.
    let twice = euicc(&w, |p| {
        let name = tlv::parse_one(&p.fields[5], tlv::Tag::SEQUENCE).expect("a name").value.to_vec();
        p.fields[5] = tlv::encode(tlv::Tag::SEQUENCE, &[name.clone(), name].concat());
    });
    assert_eq!(twice, Some(ChainError::NoEid));
}

#[test]
fn key_types() {
    let w = World::new();
    let x25519 = PublicKey::X25519([9; 32]).to_info();
    let refused = euicc(&w, |p| p.fields[6].clone_from(&x25519));
    assert_eq!(refused, Some(ChainError::KeyType { role: Role::Euicc, needed: "P-256" }));
    let p256 = PublicKey::P256(w.leaf_key.public()).to_info();
    let kiosk = changed(&w.kiosk, &w.ci_key, |p| p.fields[6].clone_from(&p256));
    let refused = verify_kiosk(&kiosk, &w.roots(), &no_crls(), Some(NOW));
    assert_eq!(refused.err(), Some(ChainError::KeyType { role: Role::Kiosk, needed: "X25519" }));
    let mut parts = Parts::of(&w.euicc);
    // brainpoolP256r1 in place of prime256v1.
    let brainpool = hex::decode("06092b2403030208010107").expect("hex");
    let point = [&[0][..], &w.leaf_key.public()].concat();
    parts.fields[6] = tlv::Writer::build(|w| {
        w.nest(tlv::Tag::SEQUENCE, |w| {
            w.nest(tlv::Tag::SEQUENCE, |w| {
                w.raw(&hex::decode("06072a8648ce3d0201").expect("hex"));
                w.raw(&brainpool);
            });
            w.put(tlv::Tag::BIT_STRING, &point);
        });
    });
    let refused = Certificate::parse(&parts.der(&w.eum_key));
    assert_eq!(refused.err(), Some(CertError::KeyType { oid: "1.3.36.3.3.2.8.1.1.7".into() }));
}

#[test]
fn nameless_kiosks_are_nobody() {
    let w = World::new();
    let kiosk = changed(&w.kiosk, &w.ci_key, |p| p.drop_extension(17));
    let refused = verify_kiosk(&kiosk, &w.roots(), &no_crls(), Some(NOW));
    assert_eq!(refused.err(), Some(ChainError::Name { role: Role::Kiosk, wanted: "any kiosk name".into() }));
}

#[test]
fn a_list_with_an_unknown_critical_extension_is_refused() {
    let w = World::new();
    let list = w.ci_key.finish(issue::crl(&w.ci, 1, NOW, NOW.plus(9), &[w.eum.serial()]).expect("fits"));
    let mut reader = tlv::parse_one(&list, tlv::Tag::SEQUENCE).expect("a list").children();
    let body = reader.expect(tlv::Tag::SEQUENCE).expect("its body").value;
    let algorithm = reader.expect(tlv::Tag::SEQUENCE).expect("its algorithm").raw;
    let at = body.windows(3).position(|w| w == [0x55, 0x1D, 20]).expect("number");
    // deltaCRLIndicator instead of the number, and marked critical.
    let mut changed = body.to_vec();
    changed[at + 2] = 27;
    changed.splice(at + 3..at + 3, [1, 1, 0xFF]);
    // Lengths around it: extension, list, [0].
    for back in [4, 4 + 33 + 2, 4 + 33 + 4] {
        changed[at - back + 1] += 3;
    }
    let body = tlv::encode(tlv::Tag::SEQUENCE, &changed);
    let signature = landfall_rsp::cert::ecdsa::raw_to_der(&w.ci_key.sign(&body));
    let bits = tlv::encode(tlv::Tag::BIT_STRING, &[&[0], &signature[..]].concat());
    let list = tlv::encode(tlv::Tag::SEQUENCE, &[&body, algorithm, &bits].concat());
    let refused = no_crls().add(&list, &w.roots());
    assert_eq!(refused, Err(ChainError::CrlExtension { oid: "2.5.29.27".into() }));
}
