mod platform;

use crate::{
    harbour::{Harbour, NOW},
    input::Input,
    keys::Key,
};
use rsp::cert::{
    Certificate, Role,
    attestation::{ANDROID_KEY, AttestationTrust, assess, verify_android},
    chain::{Crls, Roots, StaleCrl, same_server, verify_dp, verify_euicc, verify_eum, verify_kiosk, verify_tls},
    csr::{Attestation, Csr},
    ecdsa, issue,
};
use std::sync::LazyLock;
use tlv::{Tag, Writer};

/// The session that requests are made for.
const BINDING: [u8; 32] = [0xB1; 32];

/// X.509: the first byte says as what the rest is read. Signed kinds are signed anew, so that a changed certificate gets
/// past its signature to the rules behind.
pub(crate) fn x509(data: &[u8]) {
    let mut input = Input::new(data);
    match input.byte() {
        0 => certificate(input.rest()),
        1 => request(input.rest()),
        2 => revocation_list(input.rest()),
        3 => attestation(input),
        4 => certificate(&signed_anew(input.rest(), &Harbour::get().root_key)),
        5 => certificate(&signed_anew(input.rest(), &Harbour::get().eum_key)),
        6 => revocation_list(&signed_anew(input.rest(), &Harbour::get().root_key)),
        7 => request(&signed_anew(input.rest(), &Harbour::get().euicc_key)),
        8 => key_description(input.rest()),
        _ => {
            let _ = (ecdsa::der_to_raw(input.rest()), ecdsa::verify_der(&Key::new(1).public(), b"", data));
        }
    }
}

fn certificate(der: &[u8]) {
    let Ok(certificate) = Certificate::parse(der) else { return };
    assert_eq!(certificate.as_der(), der, "a certificate keeps its bytes");
    let _ = format!("{certificate:?} {:?} {:?}", certificate.server_oid(), certificate.eid());
    static ROOTS: LazyLock<Roots> = LazyLock::new(|| Harbour::get().roots());
    let (harbour, crls) = (Harbour::get(), Crls::new(StaleCrl::StillUse));
    for now in [Some(NOW), None] {
        let _ = verify_euicc(&certificate, &harbour.eum, &ROOTS, &crls, now);
        let _ = verify_euicc(&harbour.euicc, &certificate, &ROOTS, &crls, now);
        let _ = verify_eum(&certificate, &ROOTS, &crls, now);
        let _ = verify_dp(&certificate, Role::DpAuth, &ROOTS, &crls, now);
        let _ = verify_tls(&certificate, "kiosk-7", &ROOTS, &crls, now);
        let _ = verify_kiosk(&certificate, &ROOTS, &crls, now);
    }
    let _ = same_server(&certificate, &harbour.dp_pb);
    // What is no root must not become one.
    if Roots::new().add(certificate.clone()).is_ok() {
        assert_eq!(certificate.role(), Some(Role::Ci));
        assert!(certificate.is_signed_by(&certificate));
    }
}

fn request(der: &[u8]) {
    let Ok(csr) = Csr::parse(der) else { return };
    assert_eq!(csr.as_der(), der);
    let (own, other) = (csr.verify(csr.binding()), csr.verify(&[0; 32]));
    assert!(own.is_ok() || other.is_err(), "a request that fails for its session does for every other");
    let _ = assess(&csr, &AttestationTrust::default(), Some(NOW));
}

fn revocation_list(der: &[u8]) {
    let mut crls = Crls::default();
    if crls.add(der, &Harbour::get().roots()).is_ok() {
        let harbour = Harbour::get();
        let _ = verify_dp(&harbour.dp_auth, Role::DpAuth, &harbour.roots(), &crls, Some(NOW));
        // Again, as the list that is known already; it may not panic over itself.
        let _ = crls.add(der, &harbour.roots());
    }
}

/// Certificates, each behind its length; the last is taken for an installed root.
fn attestation(mut input: Input<'_>) {
    let mut chain = Vec::new();
    while !input.is_empty() && chain.len() < 12 {
        chain.push(input.bytes().to_vec());
    }
    let trust = AttestationTrust { roots: chain.last().cloned().into_iter().collect(), ..AttestationTrust::default() };
    let key = Harbour::get().euicc_key.public();
    let _ = verify_android(&chain, &BINDING, &key, &trust, Some(NOW));
    let _ = verify_android(&chain, &BINDING, &key, &trust, None);
    let attestation = Attestation { kind: ANDROID_KEY.to_owned(), chain };
    let unsigned = Csr::make(&key, &BINDING, "fuzzed", Some(attestation.clone()));
    let csr = Harbour::get().euicc_key.finish(unsigned);
    if let Ok(read) = Csr::parse(csr.as_der()) {
        assert_eq!(read.attestation(), Some(&attestation));
    }
}

/// What a platform says of a key, in a certificate that the platform's root signed.
fn key_description(record: &[u8]) {
    let (root, key) = (&Harbour::get().root_key, &Harbour::get().euicc_key);
    let certificate = platform::certificate(root, key, &[(platform::KEY_DESCRIPTION, record)]);
    let trust = AttestationTrust { roots: vec![platform::root(root)], ..AttestationTrust::default() };
    let _ = verify_android(&[certificate], &BINDING, &key.public(), &trust, Some(NOW));
}

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let harbour = Harbour::get();
    let certificates = [&harbour.root, &harbour.eum, &harbour.euicc, &harbour.dp_auth, &harbour.dp_pb, &harbour.kiosk];
    let attestation = Attestation { kind: ANDROID_KEY.to_owned(), chain: vec![vec![0x30, 0]] };
    let csr = Csr::make(&harbour.euicc_key.public(), &BINDING, "a phone", Some(attestation));
    let csr = harbour.euicc_key.finish(csr);
    let serials = [harbour.dp_pb.serial(), &[1, 2, 3]];
    let crl = issue::crl(&harbour.root, 7, NOW, NOW.plus(86_400), &serials).expect("in range");
    let crl = harbour.root_key.finish(crl);
    let record = platform::record(&BINDING);
    let leaf = platform::certificate(&harbour.root_key, &harbour.euicc_key, &[(platform::KEY_DESCRIPTION, &record)]);
    let chain = [leaf, platform::root(&harbour.root_key)].map(|der| {
        let length = u16::try_from(der.len()).expect("short").to_be_bytes();
        [&length[..], &der].concat()
    });
    let with = |kind: u8, der: &[u8]| [&[kind], der].concat();
    let mut all: Vec<_> = certificates.iter().map(|c| with(0, c.as_der())).collect();
    all.extend(certificates.iter().skip(1).map(|c| with(4, c.as_der())));
    all.extend([
        with(5, harbour.euicc.as_der()),
        with(1, csr.as_der()),
        with(7, csr.as_der()),
        with(2, &crl),
        with(6, &crl),
        with(3, &chain.concat()),
        with(8, &record),
        with(9, &ecdsa::raw_to_der(&[0x7F; 64])),
    ]);
    all
}

/// The first object in `der`'s sequence with a signature of `key`, all else as it stands; `der` itself if it is no sequence.
fn signed_anew(der: &[u8], key: &Key) -> Vec<u8> {
    let parts = || {
        let mut parts = tlv::parse_one(der, Tag::SEQUENCE).ok()?.children();
        Some((parts.next().ok()??, parts.next().ok()??))
    };
    let Some((body, algorithm)) = parts() else { return der.to_vec() };
    let signature = ecdsa::raw_to_der(&key.sign(body.raw));
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.raw(body.raw);
            w.raw(algorithm.raw);
            w.put(Tag::BIT_STRING, &[&[0], &signature[..]].concat());
        });
    })
}
