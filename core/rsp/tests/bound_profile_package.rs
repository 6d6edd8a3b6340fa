//! Bound profile packages that a Binder made, opened by an Opener: with keys of the session and of the profile, with
//! every fault that an eUICC must name.

use landfall_rsp::apdu::load_bound_profile_package;
use landfall_rsp::bpp::{
    BindError, Binder, Cause, ControlRefTemplate, InitialiseSecureChannelRequest, MAX_SEGMENT, OpenError, Opener, Part,
    Payload, ProtectedProfile,
};
use landfall_rsp::crypto::OneTimeKey;
use landfall_rsp::message::PublicKey;
use landfall_rsp::metadata::{ConfigureIsdpRequest, DpProprietaryData, IconType, StoreMetadataRequest};
use landfall_rsp::notification::{BppCommandId, ErrorReason};
use landfall_rsp::{Message, Raw, TransactionId};
use model::Eid;
use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};

/// DPpb's key pair.
struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("generated");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random);
        Self(pair.expect("just generated"))
    }

    fn key(&self) -> PublicKey {
        self.0.public_key().as_ref().try_into().expect("an uncompressed point")
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(&SystemRandom::new(), message).expect("signed").as_ref().try_into().expect("64 bytes")
    }
}

fn transaction_id() -> TransactionId {
    TransactionId::from([7; 16])
}

fn eid(check: bool) -> Eid {
    let text = if check { "89049032123451234512345678901235" } else { "89044050123456789012345678901224" };
    text.parse().or_else(|_| Eid::with_check_digits(&text[..30])).expect("an EID")
}

fn key(seed: u8) -> OneTimeKey {
    OneTimeKey::from_bytes(&[seed; 32]).expect("in range")
}

fn metadata() -> StoreMetadataRequest {
    let mut metadata =
        StoreMetadataRequest::new("8900112233445566778".parse().expect("19 digits"), "Operator", "Profile");
    metadata.icon_type = Some(IconType::Png);
    metadata.icon = Some(vec![0x89; 1024]);
    metadata
}

fn isdp() -> ConfigureIsdpRequest {
    ConfigureIsdpRequest { dp_proprietary_data: Some(DpProprietaryData { dp_oid: vec![0x88, 0x37], rest: Vec::new() }) }
}

fn bind(signer: &Signer, payload: Payload<'_>) -> Vec<u8> {
    let unsigned = Binder {
        transaction_id: &transaction_id(),
        host_id: b"kiosk",
        eid: &eid(true),
        one_time_key: &key(3),
        euicc_otpk: &key(4).public_key(),
        configure_isdp: &isdp(),
        store_metadata: &Raw::new(metadata()),
        payload,
    }
    .bind()
    .expect("good inputs");
    let signature = signer.sign(&unsigned.message);
    unsigned.signed(signature)
}

fn opener(signer: &Signer) -> Opener {
    Opener::new(transaction_id(), eid(true), signer.key(), key(4))
}

/// What came out, the profile put together.
fn open(mut opener: Opener, package: &[u8]) -> Result<(Vec<&'static str>, Vec<u8>), OpenError> {
    let (mut names, mut upp) = (Vec::new(), Vec::new());
    for command in load_bound_profile_package(package).expect("cut into commands") {
        assert!(command.len() <= MAX_SEGMENT, "all but the sections that go whole");
        for part in opener.feed(&command)? {
            names.push(match part {
                Part::SecureChannel => "channel",
                Part::ConfigureIsdp(request) => {
                    assert_eq!(request, isdp());
                    "isdp"
                }
                Part::StoreMetadata(request) => {
                    assert_eq!(*request, metadata(), "an icon needs two segments");
                    "metadata"
                }
                Part::SessionKeysReplaced => "keys",
                Part::Profile(bytes) => {
                    upp.extend_from_slice(&bytes);
                    continue;
                }
                Part::End => "end",
            });
        }
    }
    assert!(opener.is_complete());
    Ok((names, upp))
}

#[test]
fn with_the_sessions_keys_and_with_the_profiles_own() {
    let (signer, upp) = (Signer::new(), vec![0x5A; 5000]);
    let package = bind(&signer, Payload::Unprotected(&upp));
    let names = vec!["channel", "isdp", "metadata", "end"];
    assert_eq!(open(opener(&signer), &package), Ok((names, upp.clone())));

    let mut seed = 0;
    let profile = ProtectedProfile::protect(&upp, &mut |out: &mut [u8]| {
        seed += 1;
        out.fill(seed);
    });
    let package = bind(&signer, Payload::Protected(&profile));
    let names = vec!["channel", "isdp", "metadata", "keys", "end"];
    assert_eq!(open(opener(&signer), &package), Ok((names, upp)));
    // Protected once, bound again: the profile's own segments are the same.
    let again = bind(&signer, Payload::Protected(&profile));
    assert_eq!(again[again.len() - 5000..], package[package.len() - 5000..]);
}

#[test]
fn neither_keys_nor_profiles_are_shown() {
    let profile = ProtectedProfile::protect(&[0xAB; 10], &mut |out: &mut [u8]| out.fill(0xCD));
    assert_eq!(format!("{profile:?}"), "ProtectedProfile(26 bytes)");
    assert_eq!(format!("{:?}", Payload::Unprotected(&[0xAB; 10])), "Unprotected(10 bytes)");
    assert_eq!(format!("{:?}", Part::Profile(vec![0xAB; 10].into())), "Profile(10 bytes)");
    assert_eq!(
        format!("{:?} {:?}", key(3), opener(&Signer::new())),
        "OneTimeKey(..) Opener(at InitialiseSecureChannel)"
    );
}

fn refused(opener: Opener, package: &[u8]) -> OpenError {
    open(opener, package).expect_err("it must not open")
}

/// The package with another BF23, signed anew.
fn initialised(signer: &Signer, change: impl FnOnce(&mut InitialiseSecureChannelRequest)) -> Vec<u8> {
    let package = bind(signer, Payload::Unprotected(&[1; 100]));
    let body = tlv::parse_one(&package, 0xBF36).expect("BF36").children();
    let first = body.require(0xBF23).expect("BF23");
    let mut request = InitialiseSecureChannelRequest::decode(first.raw).expect("readable");
    change(&mut request);
    let fields = request.encode();
    let fields = tlv::parse_one(&fields, 0xBF23).expect("BF23").value;
    // All but the signature (67 bytes), and the eUICC's one-time key.
    let signed = [&fields[..fields.len() - 67], &tlv::encode(0x5F49u32, &key(4).public_key())[..]].concat();
    request.smdp_sign = signer.sign(&signed);
    tlv::encode(0xBF36u32, &[&request.encode()[..], &body.rest()[first.raw.len()..]].concat())
}

#[test]
fn every_fault_is_named() {
    let signer = Signer::new();
    let good = bind(&signer, Payload::Unprotected(&[1; 100]));
    let error = refused(opener(&Signer::new()), &good);
    assert_eq!((error.command, error.cause), (BppCommandId::InitialiseSecureChannel, Cause::Signature));
    assert_eq!(error.reason(), ErrorReason::InvalidSignature);

    // A package for another eUICC, or another session of it: the signature covers its one-time key.
    let other = Opener::new(transaction_id(), eid(true), signer.key(), key(5));
    assert_eq!(refused(other, &good).reason(), ErrorReason::InvalidSignature);
    // The EID goes into the keys.
    let other = Opener::new(transaction_id(), eid(false), signer.key(), key(4));
    let error = refused(other, &good);
    assert_eq!((error.command, error.reason()), (BppCommandId::ConfigureIsdp, ErrorReason::Scp03tSecurityError));

    type Change = fn(&mut InitialiseSecureChannelRequest);
    let cases: [(Change, ErrorReason); 5] = [
        (|r| r.transaction_id = TransactionId::from([8; 16]), ErrorReason::InvalidTransactionId),
        (|r| r.remote_op_id = 2, ErrorReason::UnsupportedRemoteOperationType),
        (|r| r.control_ref_template.key_type = 0x80, ErrorReason::UnsupportedCrtValues),
        (|r| r.control_ref_template.key_len = 32, ErrorReason::UnsupportedCrtValues),
        (
            |r| {
                r.smdp_otpk = {
                    let mut no_point = [1; 65];
                    no_point[0] = 4;
                    no_point
                }
            },
            ErrorReason::IncorrectInputValues,
        ),
    ];
    for (change, reason) in cases {
        assert_eq!(refused(opener(&signer), &initialised(&signer, change)).reason(), reason);
    }
    // And unchanged it opens.
    assert!(open(opener(&signer), &initialised(&signer, |_| ())).is_ok());

    let mut changed = good.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let error = refused(opener(&signer), &changed);
    assert_eq!((error.command, error.cause), (BppCommandId::LoadProfileElements, Cause::Mac));
    assert_eq!(
        error.to_string(),
        "the profile package failed at LoadProfileElements (command 5): a segment's MAC does not verify"
    );

    let mut opener = opener(&signer);
    let huge = [0xBF, 0x36, 0x84, 0x7F, 0xFF, 0xFF, 0xFF];
    assert_eq!(
        opener.feed(&huge).map_err(|e| e.reason()),
        Err(ErrorReason::InstallFailedDueToInsufficientMemoryForProfile)
    );
    assert!(opener.feed(&good).is_err(), "the first error is the last");
}

#[test]
fn what_cannot_be_bound_is_said() {
    let (upp, metadata) = ([1; 10], Raw::new(metadata()));
    let (transaction_id, eid, one_time_key, configure_isdp) = (transaction_id(), eid(true), key(3), isdp());
    let good = Binder {
        transaction_id: &transaction_id,
        host_id: b"kiosk",
        eid: &eid,
        one_time_key: &one_time_key,
        euicc_otpk: &key(4).public_key(),
        configure_isdp: &configure_isdp,
        store_metadata: &metadata,
        payload: Payload::Unprotected(&upp),
    };
    assert!(good.bind().is_ok());
    let error = |binder: Binder<'_>| binder.bind().map(|_| ()).expect_err("bad inputs");
    assert_eq!(error(Binder { host_id: &[], ..good.clone() }), BindError::HostId);
    assert_eq!(error(Binder { host_id: &[1; 17], ..good.clone() }), BindError::HostId);
    assert_eq!(error(Binder { payload: Payload::Unprotected(&[]), ..good.clone() }), BindError::Empty);
    assert!(matches!(error(Binder { euicc_otpk: &[4; 65], ..good }), BindError::EuiccOneTimeKey(_)));
}

#[test]
fn control_reference_template_is_as_globalplatform_has_it() {
    let template = ControlRefTemplate { key_type: 0x88, key_len: 16, host_id: vec![1] };
    let package = bind(&Signer::new(), Payload::Unprotected(&[1]));
    let first = tlv::parse_one(&package, 0xBF36).expect("BF36").children().require(0xBF23).expect("BF23").raw;
    let request = InitialiseSecureChannelRequest::decode(first).expect("readable");
    assert_eq!(request.control_ref_template, ControlRefTemplate { host_id: b"kiosk".to_vec(), ..template });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_profile_comes_back(upp in proptest::collection::vec(any::<u8>(), 1..6000), cut in 1usize..2000) {
        let signer = Signer::new();
        let package = bind(&signer, Payload::Unprotected(&upp));
        let mut opener = opener(&signer);
        let mut out = Vec::new();
        for piece in package.chunks(cut) {
            for part in opener.feed(piece).expect("a good package") {
                if let Part::Profile(bytes) = part {
                    out.extend_from_slice(&bytes);
                }
            }
        }
        prop_assert!(opener.is_complete());
        prop_assert_eq!(out, upp);
    }

    #[test]
    fn changed_packages_never_open_and_never_panic(at: prop::sample::Index, bit in 0u8..8) {
        let signer = Signer::new();
        let mut package = bind(&signer, Payload::Unprotected(&[9; 2500]));
        let at = at.index(package.len());
        package[at] ^= 1 << bit;
        let mut opener = opener(&signer);
        let opened = opener.feed(&package);
        prop_assert!(opened.is_err() || !opener.is_complete());
        let _ = load_bound_profile_package(&package);
    }
}
