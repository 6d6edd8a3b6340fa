//! LoadRpmPackage (SGP.22 v3 §3.7.3): what a server may do from afar, and what it hears of it.

use crate::authenticate;
use crate::harness::{
    Fate, Key, NOW, Operator, Phone, Shop, download,
    profiles::{self, iccid, metadata},
    random, shop,
};
use crate::notifications::listed;
use crate::session::list;
use landfall_euicc::checks;
use model::without;
use rsp::{
    Message, Raw,
    cert::Assurance,
    es9::{
        AuthenticateClientRequest, AuthenticateClientResponse, HandleNotification, InitiateAuthenticationRequest,
        InitiateAuthenticationResponse, Response,
    },
    es10::{
        AuthenticateServerRequest, AuthenticateServerResponse, CtxParamsForCommonAuthentication, DeleteResult,
        DisableResult, EnableResult, GetEuiccChallengeRequest, GetEuiccChallengeResponse, GetEuiccInfo1Request,
        OperationType, ProfileInfoListResponse, RetrieveNotificationsListRequest, RetrieveNotificationsListResponse,
    },
    message::Signature,
    metadata::{
        NotificationConfigurationInformation, NotificationEvent as E, OperatorId, Portable, PprIds, ProfileState,
        StoreMetadataRequest, UpdateMetadataRequest,
    },
    notification::PendingNotification,
    rpm::{
        ContactPcmpError, ListProfileInfo, ListedProfiles, LoadRpmPackageErrorCodeNotSigned as NotSigned,
        LoadRpmPackageErrorCodeSigned as SignedCode, LoadRpmPackageRequest, LoadRpmPackageResult, LprConfiguration,
        ManagingDp, RpmCommand, RpmCommandDetails as Do, RpmCommandResultData as Data, RpmConfiguration,
        RpmFinalResult, RpmPackage, RpmProcessingTerminated as Terminated, RpmType, SmdpSigned3, UpdateMetadataResult,
    },
};
use smdp::{RpmOrder, Sessions};
use tlv::Tag;

/// 2.999.7, the shop's.
const OWN: [u8; 3] = [0x88, 0x37, 7];
const OPERATOR: [u8; 2] = [0x2A, 3];

fn everything() -> RpmType {
    RpmType::ENABLE | RpmType::DISABLE | RpmType::DELETE | RpmType::LIST_PROFILE_INFO | RpmType::CONTACT_PCMP
}

fn managed_by(oid: &[u8], rpm_type: RpmType) -> RpmConfiguration {
    let tag_list = Some(vec![Tag(0x92), Tag(0x99)]);
    RpmConfiguration {
        managing_dp_list: vec![ManagingDp { oid: oid.to_vec(), rpm_type: Some(rpm_type), tag_list }],
        polling_address: None,
        allowed_ci_pk_id: None,
        profile_owner_oid: OPERATOR.to_vec(),
    }
}

fn managed(number: u32) -> StoreMetadataRequest {
    StoreMetadataRequest { rpm_configuration: Some(managed_by(&OWN, everything()).into()), ..metadata(number) }
}

struct Desk {
    operator: Operator,
    phone: Phone,
    shop: Shop,
}

impl Desk {
    /// A phone with these profiles, none of them in use.
    fn new(all: impl IntoIterator<Item = (u32, StoreMetadataRequest)>) -> Self {
        let operator = Operator::new();
        let (phone, shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
        let mut desk = Self { operator, phone, shop };
        for (number, metadata) in all {
            desk.shop.stock(metadata, &profiles::own(number));
            download(&mut desk.phone, &mut desk.shop);
        }
        desk
    }

    fn authenticated(&mut self) -> Signature {
        let request = authenticate::request(&mut self.phone, &self.shop);
        match authenticate::ask(&mut self.phone, &request) {
            AuthenticateServerResponse::Ok(ok) => ok.euicc_signature1,
            AuthenticateServerResponse::Error(error) => panic!("{error:?}"),
        }
    }

    fn key(&self) -> Key {
        self.shop.keys[&self.shop.server.config().certificates[0].dp_auth_key].clone()
    }

    /// A whole session with this package: what became of each command.
    fn executed(&mut self, commands: Vec<RpmCommand>) -> Vec<Data> {
        let covers = self.authenticated();
        match self.loaded(&request(commands, [5; 16], &covers, &self.key())) {
            RpmFinalResult::Executed(results) => results.into_iter().map(|result| result.data).collect(),
            RpmFinalResult::Error(code) => panic!("{code:?}"),
        }
    }

    /// The signed result, which waits for delivery too.
    fn loaded(&mut self, request: &LoadRpmPackageRequest) -> RpmFinalResult {
        let LoadRpmPackageResult::Signed(signed) = self.phone.ask(request) else { panic!("not signed") };
        signed.verify(&self.phone.key.public()).expect("its signature");
        assert_eq!((&signed.data.smdp_oid[..], signed.data.transaction_id.as_bytes()), (&OWN[..], &[5; 16][..]));
        let all = self.phone.ask(&RetrieveNotificationsListRequest::default());
        let RetrieveNotificationsListResponse::Ok(all) = all else { panic!("no list") };
        let last = all.last().expect("kept");
        assert!(matches!(last, PendingNotification::LoadRpmPackageResult(_)));
        assert_eq!(last.raw(), signed.encode());
        assert_eq!(last.metadata().notification_address, "kiosk-7.example");
        signed.data.final_result.clone()
    }
}

fn request(commands: Vec<RpmCommand>, id: [u8; 16], covers: &Signature, key: &Key) -> LoadRpmPackageRequest {
    let signed = SmdpSigned3 { transaction_id: id.into(), rpm_package: RpmPackage { commands }, rpm_pending: false };
    key.finish(LoadRpmPackageRequest::unsigned(signed, covers))
}

fn commands<const N: usize>(details: [Do; N]) -> Vec<RpmCommand> {
    details.map(RpmCommand::new).to_vec()
}

fn update(number: u32, change: UpdateMetadataRequest) -> Do {
    Do::UpdateMetadata { iccid: iccid(number), request: Raw::new(change) }
}

fn renamed(name: &str) -> UpdateMetadataRequest {
    UpdateMetadataRequest { profile_name: Some(name.into()), ..UpdateMetadataRequest::default() }
}

fn list_own() -> Do {
    let search_criteria = ListedProfiles::ProfileOwnerOid(OPERATOR.to_vec());
    Do::ListProfileInfo(ListProfileInfo { search_criteria, tag_list: Some(vec![Tag(0x5A), Tag(0x9F70), Tag(0x92)]) })
}

fn enabled(phone: &mut Phone) -> Vec<u32> {
    let on = |info: &rsp::metadata::ProfileInfo| info.profile_state == Some(ProfileState::Enabled);
    let number = |info: rsp::metadata::ProfileInfo| (1..9).find(|number| Some(iccid(*number)) == info.iccid);
    list(phone).into_iter().filter(on).filter_map(number).collect()
}

// R: E6
#[test]
fn several_commands_for_several_profiles_are_carried_out_and_told() {
    let listener = NotificationConfigurationInformation {
        profile_management_operation: E::RPM_ENABLE | E::RPM_DISABLE | E::RPM_DELETE,
        notification_address: "listener.example".into(),
    };
    let with =
        |number| StoreMetadataRequest { notification_configuration_info: vec![listener.clone()], ..managed(number) };
    let mut desk = Desk::new([(1, with(1)), (2, with(2)), (3, with(3))]);
    crate::session::enable(&mut desk.phone, 1);
    let before = listed(&mut desk.phone, None).len();
    let results = desk.executed(commands([
        Do::Disable(iccid(1)),
        Do::Enable(iccid(2)),
        Do::Delete(iccid(3)),
        update(2, renamed("New")),
        list_own(),
    ]));
    let [disable, enable, delete, update, Data::ListProfileInfo(ProfileInfoListResponse::Ok(seen))] = &results[..]
    else {
        panic!("{results:?}")
    };
    assert_eq!((disable, enable), (&Data::Disable(DisableResult::Ok), &Data::Enable(EnableResult::Ok)));
    assert_eq!((delete, update), (&Data::Delete(DeleteResult::Ok), &Data::UpdateMetadata(UpdateMetadataResult::Ok)));
    // What is listed is what the commands before it left.
    let seen: Vec<_> = seen.iter().map(|i| (i.iccid, i.profile_state, i.profile_name.as_deref())).collect();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[1], (Some(iccid(2)), Some(ProfileState::Enabled), Some("New")));
    let told: Vec<_> = listed(&mut desk.phone, None)[before..].iter().map(|n| n.profile_management_operation).collect();
    assert_eq!(told, [E::RPM_DISABLE, E::RPM_ENABLE, E::RPM_DELETE, E::LOAD_RPM_PACKAGE_RESULT]);
    // After a restart too.
    desk.phone.restart();
    assert_eq!(enabled(&mut desk.phone), [2]);
    assert_eq!(list(&mut desk.phone).len(), 2);
    // The session is over: no package is loaded twice.
    let again = request(commands([list_own()]), [5; 16], &[0; 64], &desk.key());
    assert!(
        matches!(desk.phone.ask(&again), LoadRpmPackageResult::NotSigned(not) if not.error == NotSigned::NoSession)
    );
}

// R: E6
#[test]
fn one_that_fails_ends_the_package_unless_it_says_otherwise() {
    for goes_on in [false, true] {
        let mut desk = Desk::new([(1, managed(1))]);
        let mut package = commands([Do::Disable(iccid(1)), Do::Enable(iccid(1))]);
        package[0].continue_on_failure = goes_on;
        let results = desk.executed(package);
        assert_eq!(results[0], Data::Disable(DisableResult::ProfileNotInEnabledState));
        assert_eq!(results.get(1), goes_on.then_some(&Data::Enable(EnableResult::Ok)));
        assert_eq!(enabled(&mut desk.phone).len(), usize::from(goes_on));
    }
}

// R: E6
#[test]
fn policy_and_states_hold_from_afar_too() {
    let owner = OperatorId { mcc_mnc: [0x00, 0xF1, 0x10], gid1: None, gid2: None };
    let locked = |rules| StoreMetadataRequest {
        profile_policy_rules: Some(rules),
        profile_owner: Some(owner.clone()),
        ..managed(1)
    };
    let mut desk = Desk::new([(1, locked(PprIds::PPR1 | PprIds::PPR2)), (2, managed(2))]);
    assert_eq!(desk.executed(commands([Do::Enable(iccid(1))])), [Data::Enable(EnableResult::Ok)]);
    for (command, expected) in [
        (Do::Enable(iccid(1)), Data::Enable(EnableResult::ProfileNotInDisabledState)),
        (Do::Enable(iccid(2)), Data::Enable(EnableResult::DisallowedByPolicy)),
        (Do::Disable(iccid(1)), Data::Disable(DisableResult::DisallowedByPolicy)),
        (Do::Delete(iccid(1)), Data::Delete(DeleteResult::ProfileNotInDisabledState)),
        (Do::Enable(iccid(9)), Data::Enable(EnableResult::IccidOrAidNotFound)),
        (Do::Disable(iccid(9)), Data::Disable(DisableResult::IccidOrAidNotFound)),
        (Do::Delete(iccid(9)), Data::Delete(DeleteResult::IccidOrAidNotFound)),
    ] {
        assert_eq!(desk.executed(commands([command])), [expected]);
    }
    // Rules can be taken back, and not set.
    let rules = |rules| update(1, UpdateMetadataRequest { profile_policy_rules: Some(rules), ..Default::default() });
    let wrong = Data::UpdateMetadata(UpdateMetadataResult::PprUpdateInvalidSetting);
    assert_eq!(desk.executed(commands([rules(PprIds::PPR1 | PprIds::UPDATE_CONTROL)])), [wrong]);
    let taken_back = commands([rules(PprIds::PPR2), Do::Disable(iccid(1))]);
    let ok = [Data::UpdateMetadata(UpdateMetadataResult::Ok), Data::Disable(DisableResult::Ok)];
    assert_eq!(desk.executed(taken_back), ok);
    assert_eq!(desk.executed(commands([Do::Delete(iccid(1))])), [Data::Delete(DeleteResult::DisallowedByPolicy)]);
    assert_eq!(enabled(&mut desk.phone), [0; 0]);
}

// R: E6
#[test]
fn the_platform_is_told_of_one_that_is_in_use_and_names_it() {
    let lpr_configuration = Some(Box::new(LprConfiguration {
        pcmp_address: "pcmp.example".into(),
        dpi_enable: None,
        trigger_lpr_on_enable_profile: false,
    }));
    let mut desk = Desk::new([(1, StoreMetadataRequest { lpr_configuration, ..managed(1) }), (2, managed(2))]);
    let contact = |number| Do::ContactPcmp { iccid: iccid(number), dpi_rpm: None };
    let error = |error| [Data::ContactPcmp(Err(error))];
    assert_eq!(desk.executed(commands([contact(1)])), error(ContactPcmpError::ProfileNotEnabled));
    let results = desk.executed(commands([Do::Enable(iccid(1)), contact(1), list_own()]));
    let address = Data::ContactPcmp(Ok("pcmp.example".into()));
    let last = Data::Terminated(Terminated::CommandAfterContactPcmp);
    assert_eq!(results, [Data::Enable(EnableResult::Ok), address, last]);
    let results = desk.executed(commands([Do::Enable(iccid(2)), contact(2)]));
    assert_eq!(results[1], Data::ContactPcmp(Err(ContactPcmpError::NoLprConfiguration)));
}

// R: E6
#[test]
fn what_ends_a_package_before_its_end() {
    let mut desk = Desk::new([(1, managed(1)), (2, managed(2))]);
    let terminated = |why| Some(Data::Terminated(why));
    let two = desk.executed(commands([Do::Enable(iccid(1)), Do::Enable(iccid(2))]));
    assert_eq!(two.last().cloned(), terminated(Terminated::CommandsWithRefreshExceeded));
    let swapped = desk.executed(commands([Do::Enable(iccid(2)), Do::Disable(iccid(2))]));
    assert_eq!(swapped.last().cloned(), terminated(Terminated::CommandsWithRefreshExceeded));
    assert_eq!(enabled(&mut desk.phone), [2], "what went before stays done");
    let unknown = desk.executed(commands([Do::Disable(iccid(2)), Do::Unreadable(vec![0x30, 2, 0xA7, 0])]));
    assert_eq!(unknown.last().cloned(), terminated(Terminated::UnknownOrDamagedCommand));
    let large = desk.executed(vec![RpmCommand::new(list_own()); 80]);
    assert!(large == [Data::Terminated(Terminated::CommandPackageTooLarge)]);
}

/// What a server gets done to a profile with this configuration: enabled, listed, renamed, deleted.
fn done_to(configuration: Option<RpmConfiguration>) -> [bool; 4] {
    let one = || StoreMetadataRequest { rpm_configuration: configuration.clone().map(Box::new), ..metadata(1) };
    let mut desk = Desk::new([(1, one())]);
    let listed = desk.executed(commands([Do::ListProfileInfo(ListProfileInfo {
        search_criteria: ListedProfiles::Iccid(iccid(1)),
        tag_list: None,
    })]));
    let listed = matches!(&listed[..], [Data::ListProfileInfo(ProfileInfoListResponse::Ok(list))] if list.len() == 1);
    let renamed = desk.executed(commands([update(1, renamed("New"))]))[0].is_success();
    let enable = desk.executed(commands([Do::Enable(iccid(1))]))[0].clone();
    if !enable.is_success() {
        assert_eq!(enable, Data::Enable(EnableResult::DisallowedForRpm));
    }
    let mut desk = Desk::new([(1, one())]);
    let deleted = desk.executed(commands([Do::Delete(iccid(1))]))[0].is_success();
    [enable.is_success(), listed, renamed, deleted]
}

// R: E6
#[test]
fn a_server_has_the_powers_that_the_profile_gives_it_and_no_others() {
    assert_eq!(done_to(Some(managed_by(&OWN, everything()))), [true; 4]);
    let some = done_to(Some(managed_by(&OWN, RpmType::ENABLE)));
    assert_eq!(some, [true, false, true, false], "what may be updated stands in a list of its own");
    let mut silent = managed_by(&OWN, everything());
    silent.managing_dp_list[0].tag_list = Some(vec![Tag(0x91)]);
    assert_eq!(done_to(Some(silent)), [true, true, false, true]);
    // Another server's; nobody's; its own, under another root.
    let other_root = RpmConfiguration { allowed_ci_pk_id: Some(vec![9; 20]), ..managed_by(&OWN, everything()) };
    for configuration in [Some(managed_by(&[0x2A, 9], everything())), None, Some(other_root)] {
        let attack = || done_to(configuration.clone());
        assert_eq!(attack(), [false; 4], "{configuration:?}");
        assert_eq!(without(&[checks::MANAGING], attack), [true; 4], "it is the check");
    }
}

// R: E6
#[test]
fn a_package_is_the_servers_and_this_sessions() {
    let mut desk = Desk::new([(1, managed(1))]);
    let key = desk.key();
    let early = request(commands([Do::Enable(iccid(1))]), [5; 16], &[0; 64], &key);
    let LoadRpmPackageResult::NotSigned(refused) = desk.phone.ask(&early) else { panic!("signed") };
    assert_eq!((refused.error, refused.transaction_id.as_bytes()), (NotSigned::NoSession, &[5; 16][..]));
    let forged = |desk: &mut Desk, key: &Key, id: [u8; 16]| {
        let covers = desk.authenticated();
        desk.loaded(&request(commands([Do::Enable(iccid(1))]), id, &covers, key))
    };
    let wrong = RpmFinalResult::Error(SignedCode::InvalidSignature);
    assert_eq!(forged(&mut desk, &Key::generate(), [5; 16]), wrong);
    let other = RpmFinalResult::Error(SignedCode::InvalidTransactionId);
    assert_eq!(forged(&mut desk, &key, [6; 16]), other);
    assert_eq!(enabled(&mut desk.phone), [0; 0]);
    // A package that was signed for an earlier session of the same card.
    let earlier = desk.authenticated();
    desk.authenticated();
    let replayed = request(commands([Do::Enable(iccid(1))]), [5; 16], &earlier, &key);
    assert_eq!(desk.loaded(&replayed), RpmFinalResult::Error(SignedCode::InvalidSignature));
    // Each is what its check says.
    let done = |result: RpmFinalResult| matches!(result, RpmFinalResult::Executed(_));
    let mut desk = Desk::new([(1, managed(1))]);
    assert!(without(&[checks::SIGNATURE], || done(forged(&mut desk, &Key::generate(), [5; 16]))));
    let mut desk = Desk::new([(1, managed(1))]);
    let key = desk.key();
    assert!(without(&[checks::SESSION], || done(forged(&mut desk, &key, [6; 16]))));
}

// R: E6
#[test]
fn all_of_it_becomes_durable_or_none() {
    for fate in [Fate::CommitsFail, Fate::SigningFails] {
        let mut desk = Desk::new([(1, managed(1))]);
        let before = (listed(&mut desk.phone, None).len(), desk.phone.euicc.state().profiles.clone());
        let covers = desk.authenticated();
        let request =
            request(commands([Do::Enable(iccid(1)), update(1, renamed("New"))]), [5; 16], &covers, &desk.key());
        desk.phone.fate = fate;
        let LoadRpmPackageResult::NotSigned(refused) = desk.phone.ask(&request) else { panic!("signed") };
        assert_eq!(refused.error, NotSigned::UndefinedError, "{fate:?}");
        desk.phone.fate = Fate::Works;
        assert_eq!((listed(&mut desk.phone, None).len(), desk.phone.euicc.state().profiles.clone()), before);
        // The session stands, and the package may be loaded once more.
        assert!(matches!(desk.loaded(&request), RpmFinalResult::Executed(results) if results.len() == 2));
    }
}

// R: E5
// R: E6
#[test]
fn from_the_servers_order_to_the_cards_word() {
    let mut desk = Desk::new([(1, managed(1))]);
    let Desk { phone, shop, .. } = &mut desk;
    let order =
        RpmOrder::new("RPM-1", phone.eid, RpmPackage { commands: commands([Do::Enable(iccid(1)), list_own()]) });
    let order = order.expect("fits");
    // As an LPA does it.
    let initiate = InitiateAuthenticationRequest {
        euicc_info1: Raw::new(phone.ask(&GetEuiccInfo1Request)),
        euicc_challenge: phone.ask::<GetEuiccChallengeResponse>(&GetEuiccChallengeRequest).euicc_challenge,
        smdp_address: shop::ADDRESS.into(),
        lpa_rsp_capability: None,
        written_versions: None,
    };
    let to_sign = shop.server.initiate_authentication(&mut shop.sessions, &initiate, NOW, &mut random);
    let started = shop.sign(to_sign.expect("initiated"));
    let Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) = started else { panic!("refused") };
    let context = CtxParamsForCommonAuthentication {
        matching_id: Some("RPM-1".into()),
        operation_type: Some(OperationType::RPM),
        ..CtxParamsForCommonAuthentication::default()
    };
    let response: AuthenticateServerResponse = phone.ask(&AuthenticateServerRequest {
        server_signed1: ok.server_signed1.clone(),
        server_signature1: ok.server_signature1,
        euicc_ci_pk_id_to_be_used: ok.euicc_ci_pk_id_to_be_used.clone(),
        server_certificate: ok.server_certificate.clone(),
        ctx_params1: context.into_ctx_params1(),
    });
    let request = AuthenticateClientRequest {
        transaction_id: ok.transaction_id.clone(),
        authenticate_server_response: Raw::new(response),
    };
    let checked = shop.server.authenticate_client(&mut shop.sessions, &request, NOW).expect("proven");
    assert!(checked.takes_commands() && !checked.takes_profile());
    let offered = checked.with_rpm_order(&shop.server, &mut shop.sessions, Some(&order)).expect("its own");
    let order = offered.order.clone();
    let Response::AuthenticateClient(AuthenticateClientResponse::Rpm(answer)) = shop.sign(offered.answer) else {
        panic!("no commands")
    };
    let result: LoadRpmPackageResult = phone.ask(&answer.load_rpm_package());
    let LoadRpmPackageResult::Signed(signed) = result else { panic!("not signed") };
    // Delivered after a restart of both.
    phone.restart();
    assert_eq!(enabled(phone), [1]);
    let pending_notification = PendingNotification::decode(&signed.encode()).expect("its own");
    let mut sessions = Sessions::default();
    let read = shop.server.handle_notification(&mut sessions, HandleNotification { pending_notification }, NOW);
    let heard = read.expect("read").with_rpm_order(&shop.server, Some(&order)).expect("its own");
    let RpmFinalResult::Executed(results) = heard.result else { panic!("not carried out") };
    assert!(results.len() == 2 && results.iter().all(|result| result.data.is_success()));
}

// R: B5 E6
#[test]
fn a_dormant_card_is_not_enabled_from_afar_either() {
    let portable = Portable { least_assurance: Assurance::None }.item();
    let mut desk = Desk::new([(1, StoreMetadataRequest { service_specific_data: vec![portable], ..managed(1) })]);
    let mut other = desk.operator.phone_with("890490320012345123451234567899");
    crate::home::copy(&mut desk.phone, &mut other);
    crate::home::hand_over(&mut desk.phone, &mut other);
    let enable = || commands([Do::Enable(iccid(1))]);
    assert_eq!(desk.executed(enable()), [Data::Enable(EnableResult::DisallowedByPolicy)]);
    assert_eq!(without(&[checks::DORMANT], || desk.executed(enable())), [Data::Enable(EnableResult::Ok)]);
}
