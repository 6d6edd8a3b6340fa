use landfall_rsp::es9::{
    AuthenticateClientResponse, GetBoundProfilePackageOk, GetBoundProfilePackageResponse, InitiateAuthenticationOk,
    InitiateAuthenticationResponse, Request, Response,
};
use landfall_rsp::es10::{Command, GetEuiccChallengeResponse};
use landfall_rsp::lpa::{Answer, Config, Kept, Next, Outcome, Progress, Session};
use landfall_rsp::notification::FinalResult;
use landfall_rsp::{Message, TransactionId};

macro_rules! recorded {
    ($name:literal) => {
        include_bytes!(concat!("../vectors/rsp-session/", $name)).as_slice()
    };
}

fn transaction_id() -> TransactionId {
    TransactionId::new(recorded!("transaction-id.bin")).expect("16 bytes")
}

fn server(request: &[u8]) -> Vec<u8> {
    match Request::decode(request).expect("a request") {
        Request::InitiateAuthentication(request) => {
            assert_eq!(request.euicc_challenge, recorded!("euicc-challenge.bin"));
            assert_eq!(request.euicc_info1.raw(), recorded!("euicc-info1.der"));
            let ok = InitiateAuthenticationOk::decode(recorded!("initiate-response.der")).expect("readable");
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(Box::new(ok)))
        }
        Request::AuthenticateClient(request) => {
            assert_eq!(request.authenticate_server_response.raw(), recorded!("auth-server-response.der"));
            let response = AuthenticateClientResponse::decode(recorded!("authenticate-response.der"));
            Response::AuthenticateClient(response.expect("readable"))
        }
        Request::GetBoundProfilePackage(request) => {
            assert_eq!(request.prepare_download_response.raw(), recorded!("prepare-download-response.der"));
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(GetBoundProfilePackageOk {
                transaction_id: transaction_id(),
                bound_profile_package: recorded!("bound-profile-package.der").to_vec(),
            }))
        }
        other => panic!("{other:?}"),
    }
    .encode()
}

fn card(command: &[u8], loaded: &mut Vec<u8>) -> Vec<u8> {
    match Command::decode(command) {
        Ok(Command::GetEuiccInfo1) => recorded!("euicc-info1.der").to_vec(),
        Ok(Command::GetEuiccChallenge) => GetEuiccChallengeResponse {
            euicc_challenge: recorded!("euicc-challenge.bin").try_into().expect("16 bytes"),
        }
        .encode(),
        Ok(Command::AuthenticateServer(request)) => {
            let recorded = InitiateAuthenticationOk::decode(recorded!("initiate-response.der")).expect("readable");
            assert_eq!(request.server_signed1, recorded.server_signed1);
            recorded!("auth-server-response.der").to_vec()
        }
        Ok(Command::PrepareDownload(_)) => recorded!("prepare-download-response.der").to_vec(),
        Ok(Command::Unknown(_)) | Err(_) => {
            loaded.extend_from_slice(command);
            if loaded == recorded!("bound-profile-package.der") {
                recorded!("pending-notification.der").to_vec()
            } else {
                Vec::new()
            }
        }
        Ok(other) => panic!("{other:?}"),
    }
}

// R: E1 E3 E5
#[test]
fn a_session_between_third_parties_goes_through_this_lpa() {
    let mut session = Session::new(Config { server_address: "smdp.example.com".to_owned(), ..Config::default() });
    let (mut loaded, mut kept_package) = (Vec::new(), None::<Kept>);
    let outcome = loop {
        match session.next().clone() {
            Next::Card(command) => session.card(Ok::<_, String>(&card(&command, &mut loaded))),
            Next::Server(request) => session.server(Ok(&server(&request))),
            Next::Consent(consent) => {
                assert_eq!(session.progress(), Progress::Asking);
                assert_eq!(session.version().map(|v| v.has_operation_type()), Some(false), "a server of version 2");
                assert_eq!(consent.metadata.encode(), recorded!("store-metadata.der"));
                assert!(!consent.needs_code);
                session.consent(Answer::Agreed { code: None });
            }
            Next::Keep(kept) => {
                assert_eq!(kept.bound_profile_package, recorded!("bound-profile-package.der"));
                kept_package = Some(*kept);
                session.kept(Ok(()));
            }
            Next::Commands(commands) => panic!("nobody asked for {commands:?}"),
            Next::Done(outcome) => break *outcome,
        }
    };
    assert_eq!(kept_package.map(|kept| kept.transaction_id), Some(transaction_id()));
    let Outcome::Loaded { result, notification } = outcome else { panic!("{outcome:?}") };
    assert!(matches!(result.data.final_result, FinalResult::Success { .. }));
    assert_eq!(notification.raw(), recorded!("pending-notification.der"), "passed on as it came");
}
