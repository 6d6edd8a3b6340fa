//! Messages of remote profile management.

use crate::samples::{Sample, iccid, notification_metadata, response, sample, transaction_id};
use landfall_rsp::es9::{AuthenticateClientOkRpm, AuthenticateClientResponse, Response};
use landfall_rsp::es10::{DeleteResult, DisableResult, EnableResult, ProfileInfoListResponse};
use landfall_rsp::metadata::{NotificationEvent, ProfileInfo, StoreMetadataRequest, UpdateMetadataRequest};
use landfall_rsp::notification::{NotificationMetadata, PendingNotification};
use landfall_rsp::rpm::*;
use landfall_rsp::{Message, MessageError, Raw};
use tlv::Tag;

const OID: [u8; 3] = [0x88, 0x37, 0x0A];

fn commands() -> Vec<RpmCommand> {
    let update = UpdateMetadataRequest { profile_name: Some("New".into()), ..UpdateMetadataRequest::default() };
    let listed =
        |search_criteria, tag_list| RpmCommandDetails::ListProfileInfo(ListProfileInfo { search_criteria, tag_list });
    let details = [
        RpmCommandDetails::Disable(iccid()),
        RpmCommandDetails::Enable(iccid()),
        RpmCommandDetails::Delete(iccid()),
        listed(ListedProfiles::Iccid(iccid()), None),
        listed(ListedProfiles::ProfileOwnerOid(OID.to_vec()), Some(vec![Tag(0x5A), Tag(0x9F70)])),
        RpmCommandDetails::UpdateMetadata { iccid: iccid(), request: Raw::new(update) },
        RpmCommandDetails::ContactPcmp { iccid: iccid(), dpi_rpm: Some("X".into()) },
    ];
    let mut commands = details.map(RpmCommand::new).to_vec();
    commands[0].continue_on_failure = true;
    commands
}

fn signed3(commands: Vec<RpmCommand>, rpm_pending: bool) -> SmdpSigned3 {
    SmdpSigned3 { transaction_id: transaction_id(), rpm_package: RpmPackage { commands }, rpm_pending }
}

fn load(commands: Vec<RpmCommand>, pending: bool) -> LoadRpmPackageRequest {
    LoadRpmPackageRequest::unsigned(signed3(commands, pending), &[0xF1; 64]).signed([0xF3; 64])
}

fn results() -> Vec<RpmCommandResult> {
    let of = |data| RpmCommandResult { iccid: Some(iccid()), data };
    let without = |data| RpmCommandResult { iccid: None, data };
    let listed = ProfileInfo { iccid: Some(iccid()), ..ProfileInfo::default() };
    vec![
        of(RpmCommandResultData::Enable(EnableResult::DisallowedForRpm)),
        of(RpmCommandResultData::Disable(DisableResult::Ok)),
        of(RpmCommandResultData::Delete(DeleteResult::DisallowedByPolicy)),
        without(RpmCommandResultData::ListProfileInfo(ProfileInfoListResponse::Ok(vec![listed]))),
        of(RpmCommandResultData::UpdateMetadata(UpdateMetadataResult::PprUpdateInvalidSetting)),
        of(RpmCommandResultData::ContactPcmp(Ok("pcmp.example".into()))),
        of(RpmCommandResultData::ContactPcmp(Err(ContactPcmpError::NoLprConfiguration))),
        without(RpmCommandResultData::Terminated(RpmProcessingTerminated::CommandAfterContactPcmp)),
    ]
}

fn signed(final_result: RpmFinalResult) -> LoadRpmPackageResultSigned {
    let data = LoadRpmPackageResultDataSigned {
        transaction_id: transaction_id(),
        notification_metadata: NotificationMetadata {
            profile_management_operation: NotificationEvent::LOAD_RPM_PACKAGE_RESULT,
            iccid: None,
            ..notification_metadata()
        },
        smdp_oid: OID.to_vec(),
        final_result,
    };
    LoadRpmPackageResultSigned::unsigned(data).signed([0xF8; 64])
}

pub(crate) fn samples() -> Vec<Sample> {
    let refused = RpmFinalResult::Error(LoadRpmPackageErrorCodeSigned::InvalidSignature);
    let not_signed = LoadRpmPackageResultNotSigned {
        transaction_id: transaction_id(),
        error: LoadRpmPackageErrorCodeNotSigned::NoSession,
    };
    let offered = AuthenticateClientOkRpm::unsigned(signed3(commands(), true), &[0xF1; 64]).signed([0xF3; 64]);
    vec![
        sample("LoadRpmPackageRequest", load(commands(), false)),
        sample("LoadRpmPackageRequest/pending", load(vec![], true)),
        sample(
            "LoadRpmPackageResult/signed",
            LoadRpmPackageResult::Signed(signed(RpmFinalResult::Executed(results()))),
        ),
        sample("LoadRpmPackageResult/error", LoadRpmPackageResult::Signed(signed(refused))),
        sample("LoadRpmPackageResult/not signed", LoadRpmPackageResult::NotSigned(not_signed)),
        response(
            "AuthenticateClientResponse/rpm",
            Response::AuthenticateClient(AuthenticateClientResponse::Rpm(Box::new(offered))),
        ),
    ]
}

// R: E6
#[test]
fn every_command_and_result_comes_back_as_it_was() {
    let request = load(commands(), true);
    let read = LoadRpmPackageRequest::decode(&request.encode()).expect("own encoding");
    assert_eq!(read.smdp_signed3.rpm_package.commands, commands());
    assert!(read.smdp_signed3.rpm_pending);
    let result = LoadRpmPackageResult::Signed(signed(RpmFinalResult::Executed(results())));
    assert_eq!(LoadRpmPackageResult::decode(&result.encode()), Ok(result));
    let successes: Vec<bool> = results().iter().map(|result| result.data.is_success()).collect();
    assert_eq!(successes, [false, true, false, true, false, true, false, false]);
}

// R: E6
#[test]
fn the_lpa_hands_on_what_the_server_signed() {
    let offered = AuthenticateClientOkRpm::unsigned(signed3(commands(), true), &[0xF1; 64]);
    assert_eq!(
        offered.message,
        load(commands(), true)
            .smdp_signed3
            .raw()
            .iter()
            .copied()
            .chain([0x5F, 0x37, 0x40])
            .chain([0xF1; 64])
            .collect::<Vec<_>>()
    );
    let offered = Response::AuthenticateClient(AuthenticateClientResponse::Rpm(Box::new(offered.signed([0xF3; 64]))));
    let Ok(Response::AuthenticateClient(AuthenticateClientResponse::Rpm(read))) = Response::decode(&offered.encode())
    else {
        panic!("another answer")
    };
    assert_eq!(read.load_rpm_package(), load(commands(), true));
}

// R: E6
#[test]
fn a_command_that_can_not_be_read_leaves_the_others_as_they_are() {
    // SEQUENCE { [7] {} }: a command of a newer version; SEQUENCE { [1] {} }: one without its profile.
    for bad in [[0x30, 2, 0xA7, 0], [0x30, 2, 0xA1, 0]] {
        let mut all = commands();
        all.insert(1, RpmCommand::new(RpmCommandDetails::Unreadable(bad.to_vec())));
        let request = load(all.clone(), false);
        let read = LoadRpmPackageRequest::decode(&request.encode()).expect("own encoding");
        assert_eq!(read.smdp_signed3.rpm_package.commands, all);
    }
}

// R: E6
#[test]
fn a_package_has_room_for_so_much() {
    // SEQUENCE { [1] { 5A ICCID } } is 16 bytes.
    let enable = |count| RpmPackage { commands: vec![RpmCommand::new(RpmCommandDetails::Enable(iccid())); count] };
    assert!(enable(MOST_BYTES / 16).fits() && !enable(MOST_BYTES / 16 + 1).fits());
}

// R: E6
#[test]
fn a_result_is_a_notification() {
    let signed = signed(RpmFinalResult::Executed(results()));
    let pending = PendingNotification::decode(&signed.encode()).expect("own encoding");
    assert_eq!(pending.metadata().profile_management_operation, NotificationEvent::LOAD_RPM_PACKAGE_RESULT);
    assert_eq!(pending.raw(), signed.encode());
    assert!(signed.verify(&[4; 65]).is_err());
}

// R: E6
#[test]
fn who_may_manage_a_profile_stands_in_its_metadata() {
    let configuration = RpmConfiguration {
        managing_dp_list: vec![
            ManagingDp {
                oid: OID.to_vec(),
                rpm_type: Some(RpmType::ENABLE | RpmType::DELETE),
                tag_list: Some(vec![Tag(0x92)]),
            },
            ManagingDp { oid: vec![0x2A], rpm_type: None, tag_list: None },
        ],
        polling_address: Some("dp.example".into()),
        allowed_ci_pk_id: Some(vec![0xC1; 20]),
        profile_owner_oid: vec![0x2A, 3],
    };
    let lpr_configuration = LprConfiguration {
        pcmp_address: "pcmp.example".into(),
        dpi_enable: Some("X".into()),
        trigger_lpr_on_enable_profile: true,
    };
    let metadata = StoreMetadataRequest {
        rpm_configuration: Some(configuration.clone().into()),
        lpr_configuration: Some(lpr_configuration.into()),
        ..StoreMetadataRequest::new(iccid(), "SP", "Name")
    };
    assert_eq!(StoreMetadataRequest::decode(&metadata.encode()), Ok(metadata));
    let encoded = tlv::Writer::build(|w| configuration.put(w));
    let read = |bytes: &[u8]| -> Result<RpmConfiguration, MessageError> {
        RpmConfiguration::read(&tlv::Reader::new(bytes).require(RpmConfiguration::TAG)?)
    };
    assert_eq!(read(&encoded), Ok(configuration.clone()));
    assert_eq!(configuration.managing(&OID).and_then(|dp| dp.rpm_type), Some(RpmType::ENABLE | RpmType::DELETE));
    assert_eq!(configuration.managing(&[0x2B]), None);
    assert!(read(&[0xBA, 2, 0xA0, 0]).is_err(), "nobody owns it");
}
