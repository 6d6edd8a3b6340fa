//! Every reason for which a package is not installed, each with the command at which it shows (SGP.22 §2.5.6). Two of the
//! standard's reasons can't be had: an interruption leaves the package to be loaded again (see `kept`), and there is no
//! error that is unknown.

use crate::harness::{
    Operator, Phone, Shop, download, fetch, load, loaded,
    lpa::{load_instead, pieces},
    profiles::{self, iccid, metadata},
};
use crate::notifications::listed;
use rsp::{
    Message,
    bpp::{InitialiseSecureChannelRequest, Payload},
    metadata::{OperatorId, PprIds, ProfileClass, StoreMetadataRequest},
    notification::{BppCommandId as At, ErrorReason as Reason, FinalResult},
};
use tlv::Writer;

fn desk() -> (Phone, Shop) {
    let operator = Operator::new();
    let shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    (operator.phone(), shop)
}

/// Checks the failure, that nothing is left of the profile, that the server is told, and that the key is used up.
fn assert_failed(phone: &mut Phone, result: &FinalResult, at: At, why: Reason) {
    let FinalResult::Error { bpp_command_id, error_reason, .. } = result else { panic!("{result:?}") };
    assert_eq!((*bpp_command_id, *error_reason), (at, why));
    assert_eq!(phone.disk.scan(uicc::profile::TABLE, &[]), []);
    phone.restart();
    assert!(phone.euicc.state().profiles.is_empty());
    assert!(phone.euicc.state().prepared.is_empty());
    assert_eq!(listed(phone, None).len(), 1);
}

fn refused(at: At, why: Reason, package: impl FnOnce(&Phone, &Shop) -> Vec<u8>) {
    let (mut phone, mut shop) = desk();
    let result = load_instead(&mut phone, &mut shop, package);
    assert_failed(&mut phone, &result, at, why);
    // Another download goes through.
    shop.reopen();
    assert!(matches!(download(&mut phone, &mut shop), FinalResult::Success { .. }));
}

fn bound(metadata: StoreMetadataRequest, upp: Vec<u8>) -> impl FnOnce(&Phone, &Shop) -> Vec<u8> {
    move |phone, shop| shop.bind(phone, metadata, Payload::Unprotected(&upp))
}

/// A good package whose InitialiseSecureChannel is changed and signed again by the server.
fn initialised(change: impl FnOnce(&mut InitialiseSecureChannelRequest)) -> impl FnOnce(&Phone, &Shop) -> Vec<u8> {
    move |phone, shop| {
        let package = bound(metadata(1), profiles::own(1))(phone, shop);
        let body = tlv::parse_one(&package, 0xBF36).expect("a package").children();
        let old = body.require(0xBF23).expect("its first command");
        let mut request = InitialiseSecureChannelRequest::decode(old.raw).expect("well formed");
        change(&mut request);
        let otpk = phone.euicc.state().prepared.newest().expect("prepared").one_time_public;
        let encoded = request.encode();
        // What is signed: the fields before the signature, and the eUICC's one-time key.
        let fields = tlv::parse_one(&encoded, 0xBF23).expect("own encoding").value;
        let signed = [&fields[..fields.len() - 67], &tlv::encode(0x5F49u32, &otpk)].concat();
        request.smdp_sign = shop.binding_key().sign(&signed);
        let rest = &package[package.len() - (body.rest().len() - old.raw.len())..];
        Writer::build(|w| w.put(0xBF36u32, &[&request.encode()[..], rest].concat()))
    }
}

// R: F1
#[test]
fn the_secure_channel_must_be_the_servers() {
    let at = At::InitialiseSecureChannel;
    refused(at, Reason::InvalidSignature, |phone, shop| {
        let mut package = bound(metadata(1), profiles::own(1))(phone, shop);
        let place = package.windows(3).position(|w| w == [0x5F, 0x37, 0x40]).expect("a signature");
        package[place + 20] ^= 1;
        package
    });
    refused(at, Reason::InvalidTransactionId, initialised(|request| request.transaction_id = [9; 16].into()));
    refused(at, Reason::UnsupportedCrtValues, initialised(|request| request.control_ref_template.key_type = 0x80));
    refused(at, Reason::UnsupportedCrtValues, initialised(|request| request.control_ref_template.key_len = 0x20));
    refused(at, Reason::UnsupportedRemoteOperationType, initialised(|request| request.remote_op_id = 2));
    refused(at, Reason::IncorrectInputValues, initialised(|request| request.smdp_otpk[10] ^= 1));
}

/// Loads a good package with one of its pieces changed.
fn tampered(at: At, why: Reason, piece: usize, change: impl FnOnce(&mut Vec<u8>)) {
    let (mut phone, mut shop) = desk();
    let mut pieces = pieces(&fetch(&mut phone, &mut shop).bound_profile_package);
    change(&mut pieces[piece]);
    let result = loaded(&mut phone, &pieces).expect("a result");
    assert_failed(&mut phone, &result, at, why);
}

// R: F1
#[test]
fn segments_must_be_genuine_and_in_order() {
    let flip = |piece: &mut Vec<u8>| *piece.last_mut().expect("a segment") ^= 1;
    tampered(At::ConfigureIsdp, Reason::Scp03tSecurityError, 1, flip);
    tampered(At::StoreMetadata, Reason::Scp03tSecurityError, 3, flip);
    tampered(At::LoadProfileElements, Reason::Scp03tSecurityError, 5, flip);
    tampered(At::InitialiseSecureChannel, Reason::Scp03tStructureError, 1, |piece| piece[0] = 0xA1);
    tampered(At::StoreMetadata, Reason::Scp03tStructureError, 3, |piece| piece[0] = 0x86);
    tampered(At::LoadProfileElements, Reason::Scp03tStructureError, 5, |piece| piece[0] = 0x88);
}

// R: F1
#[test]
fn metadata_must_be_takeable() {
    let metadata_with = |change: fn(&mut StoreMetadataRequest)| {
        let mut metadata = metadata(1);
        change(&mut metadata);
        bound(metadata, profiles::own(1))
    };
    let at = At::StoreMetadata;
    let provisioning = metadata_with(|m| m.profile_class = Some(ProfileClass::Provisioning));
    refused(at, Reason::UnsupportedProfileClass, provisioning);
    let to_come = metadata_with(|m| m.profile_class = Some(ProfileClass::Other(7)));
    refused(at, Reason::UnsupportedProfileClass, to_come);
    let unowned = metadata_with(|m| m.profile_policy_rules = Some(PprIds::PPR2));
    refused(at, Reason::PprNotAllowed, unowned);
    let untyped = metadata_with(|m| m.icon = Some(vec![0x89, b'P', b'N', b'G']));
    refused(at, Reason::IncorrectInputValues, untyped);
    // A name longer than there is room for.
    let long = metadata_with(|m| m.service_provider_name = "x".repeat(40));
    refused(at, Reason::IncorrectInputValues, long);
}

// R: F1
#[test]
fn elements_must_be_installable() {
    let at = At::LoadProfileElements;
    refused(at, Reason::InstallFailedDueToPeProcessingError, bound(metadata(1), b"no package".to_vec()));
    refused(at, Reason::InstallFailedDueToDataMismatch, bound(metadata(1), profiles::own(2)));
    let test = StoreMetadataRequest { profile_class: Some(ProfileClass::Test), ..metadata(1) };
    refused(at, Reason::TestProfileInstallFailedDueToInvalidNaaKey, bound(test, profiles::own(1)));
    let large = bound(metadata(1), vec![0xA0; (1 << 20) + 1]);
    refused(at, Reason::InstallFailedDueToInsufficientMemoryForProfile, large);
}

// R: F1
#[test]
fn what_could_not_be_done_is_named() {
    let (mut phone, mut shop) = desk();
    // A mandated element that nobody knows, before the end of the package.
    let mut upp = profiles::own(1);
    let end = upp.len() - tail(&upp);
    let unknown = Writer::build(|w| {
        w.nest(0xBF50u32, |w| {
            w.nest(0xA0u32, |w| {
                w.put(0x80u32, &[]);
                w.put(0x81u32, &[0x77]);
            });
        });
    });
    upp.splice(end..end, unknown);
    let result = load_instead(&mut phone, &mut shop, bound(metadata(1), upp));
    let FinalResult::Error { sima_response: Some(response), .. } = &result else { panic!("{result:?}") };
    // Not supported, element 77, aborted.
    assert_eq!(hex::encode(response), "300ca008300680010181017781 00".replace(' ', ""));
    assert_failed(&mut phone, &result, At::LoadProfileElements, Reason::InstallFailedDueToPeProcessingError);
}

/// Bytes of the package's last element.
fn tail(upp: &[u8]) -> usize {
    let mut reader = tlv::Reader::new(upp);
    let mut last = 0;
    while let Some(element) = reader.next().expect("well formed") {
        last = element.raw.len();
    }
    last
}

// R: F1
#[test]
fn a_number_is_installed_once_on_a_phone() {
    let operator = Operator::new();
    let (mut phone, mut shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
    download(&mut phone, &mut shop);
    let before = phone.disk.scan(uicc::profile::TABLE, &[]);
    shop.reopen();
    let again = download(&mut phone, &mut shop);
    let exists = Reason::InstallFailedDueToIccidAlreadyExistsOnEuicc;
    assert!(
        matches!(again, FinalResult::Error { bpp_command_id: At::StoreMetadata, error_reason, .. } if error_reason == exists)
    );
    // Not by another eUICC of the same vault either: the records would be one another's.
    let mut other = operator.phone_with("890490320000000000000000000001");
    for (key, value) in &phone.disk.0 {
        other.disk.0.insert(key.clone(), value.clone());
    }
    shop.reopen();
    let again = download(&mut other, &mut shop);
    assert!(
        matches!(again, FinalResult::Error { bpp_command_id: At::LoadProfileElements, error_reason, .. } if error_reason == exists)
    );
    assert_eq!(other.disk.scan(uicc::profile::TABLE, &[]), before, "the profile is untouched");
    assert_eq!(
        listed(&mut phone, None).last().expect("of the failure").iccid,
        Some(iccid(1)),
        "the server hears which"
    );
}

// R: F1
#[test]
fn a_profile_that_can_not_be_disabled_comes_alone() {
    let owner = OperatorId { mcc_mnc: [0x00, 0xF1, 0x10], gid1: None, gid2: None };
    let locked = |number| StoreMetadataRequest {
        profile_policy_rules: Some(PprIds::PPR1),
        profile_owner: Some(owner.clone()),
        ..metadata(number)
    };
    let (mut phone, mut shop) = desk();
    let package = bound(locked(1), profiles::own(1));
    assert!(matches!(load_instead(&mut phone, &mut shop, package), FinalResult::Success { .. }));
    shop.stock(metadata(2), &profiles::own(2));
    let result = load_instead(&mut phone, &mut shop, bound(locked(2), profiles::own(2)));
    let reason = Reason::PprNotAllowed;
    assert!(
        matches!(result, FinalResult::Error { bpp_command_id: At::StoreMetadata, error_reason, .. } if error_reason == reason)
    );
}

#[test]
fn without_a_prepared_download_nothing_is_loaded() {
    let (mut phone, mut shop) = desk();
    let kept = fetch(&mut phone, &mut shop);
    let mut other = Operator::new().phone();
    assert_eq!(load(&mut other, &kept), Err(0x6985));
    assert!(matches!(load(&mut phone, &kept), Ok(FinalResult::Success { .. })));
    assert_eq!(load(&mut phone, &kept), Err(0x6985), "the key was for one installation");
}
