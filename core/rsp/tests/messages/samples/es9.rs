//! ES9+ and ES11: what an LPA asks servers, and what they answer (SGP.22 §5.6, §5.8).

use super::*;

fn event(address: &str) -> es11::EventEntry {
    es11::EventEntry { event_id: "EVENT-1".to_owned(), rsp_server_address: address.to_owned() }
}

pub(crate) fn es9() -> Vec<Sample> {
    let initiate_ok =
        InitiateAuthenticationOk::unsigned(server_signed1(), vec![0xC2; 2], certificate()).signed([0xF0; 64]);
    vec![
        request(
            "InitiateAuthenticationRequest",
            Request::InitiateAuthentication(InitiateAuthenticationRequest {
                euicc_challenge: [0xE1; 16],
                smdp_address: "a.b".to_owned(),
                euicc_info1: Raw::new(info1()),
                lpa_rsp_capability: Some(LpaRspCapability::CRL_STAPLING_V3_SUPPORT),
                written_versions: None,
            }),
        ),
        request(
            "InitiateAuthenticationRequest/written",
            Request::InitiateAuthentication(InitiateAuthenticationRequest {
                euicc_challenge: [0xE1; 16],
                smdp_address: "a.b".to_owned(),
                euicc_info1: Raw::new(info1()),
                lpa_rsp_capability: None,
                written_versions: Some(WrittenVersions {
                    minimum: "v2;1".parse().expect("a version"),
                    maximum: Some("profileDownload,rpm".parse().expect("a version")),
                }),
            }),
        ),
        response(
            "InitiateAuthenticationResponse/ok",
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(Box::new(initiate_ok))),
        ),
        response(
            "InitiateAuthenticationResponse/error",
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(Refused::new(
                InitiateAuthenticationError::EuiccVersionNotSupportedByDp,
            ))),
        ),
        response(
            "InitiateAuthenticationResponse/error and status",
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(refused_with("8.8.4", "3.7"))),
        ),
        request(
            "AuthenticateClientRequest",
            Request::AuthenticateClient(AuthenticateClientRequest {
                transaction_id: transaction_id(),
                authenticate_server_response: Raw::new(authenticate_server_response()),
            }),
        ),
        response(
            "AuthenticateClientResponse/ok",
            Response::AuthenticateClient(AuthenticateClientResponse::Ok(Box::new(authenticate_client_ok()))),
        ),
        response(
            "AuthenticateClientResponse/rpm",
            Response::AuthenticateClient(AuthenticateClientResponse::Rpm(Box::new(
                AuthenticateClientOkRpm::unsigned(
                    SmdpSigned3 {
                        transaction_id: transaction_id(),
                        rpm_package: RpmPackage { commands: vec![RpmCommand::new(RpmCommandDetails::Enable(iccid()))] },
                        rpm_pending: true,
                    },
                    &[0xF0; 64],
                )
                .signed([0xF3; 64]),
            ))),
        ),
        response(
            "AuthenticateClientResponse/error",
            Response::AuthenticateClient(AuthenticateClientResponse::Error(Refused::new(
                AuthenticateClientError::MatchingIdRefused,
            ))),
        ),
        response(
            "AuthenticateClientResponse/error and status",
            Response::AuthenticateClient(AuthenticateClientResponse::Error(refused_with("8.2", "1.2"))),
        ),
        response(
            "AuthenticateClientResponseEs11/ok",
            Response::AuthenticateClientEs11(es11::AuthenticateClientResponse::Ok(es11::AuthenticateClientOk {
                transaction_id: transaction_id(),
                event_entries: ["a.b", "c.d:8443"].map(event).into(),
            })),
        ),
        response(
            "AuthenticateClientResponseEs11/no events",
            Response::AuthenticateClientEs11(es11::AuthenticateClientResponse::Ok(es11::AuthenticateClientOk {
                transaction_id: transaction_id(),
                event_entries: Vec::new(),
            })),
        ),
        response(
            "AuthenticateClientResponseEs11/error",
            Response::AuthenticateClientEs11(es11::AuthenticateClientResponse::Error(Refused::new(
                es11::AuthenticateClientError::EventIdUnknown,
            ))),
        ),
        response(
            "AuthenticateClientResponseEs11/error and status",
            Response::AuthenticateClientEs11(es11::AuthenticateClientResponse::Error(refused_with("8.11.1", "3.9"))),
        ),
        request(
            "GetBoundProfilePackageRequest",
            Request::GetBoundProfilePackage(GetBoundProfilePackageRequest {
                transaction_id: transaction_id(),
                prepare_download_response: Raw::new(prepare_download_response()),
            }),
        ),
        response(
            "GetBoundProfilePackageResponse/ok",
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(GetBoundProfilePackageOk {
                transaction_id: transaction_id(),
                bound_profile_package: vec![0xBF, 0x36, 0x02, 0xA0, 0x00],
            })),
        ),
        response(
            "GetBoundProfilePackageResponse/error",
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Error(Refused::new(
                GetBoundProfilePackageError::InvalidTransactionId,
            ))),
        ),
        request(
            "HandleNotification",
            Request::HandleNotification(HandleNotification { pending_notification: pending() }),
        ),
        request(
            "CancelSessionRequestEs9",
            Request::CancelSession(CancelSessionRequestEs9 {
                transaction_id: transaction_id(),
                cancel_session_response: Raw::new(cancel_session_response()),
            }),
        ),
        response("CancelSessionResponseEs9/ok", Response::CancelSession(CancelSessionResponseEs9::Ok)),
        response(
            "CancelSessionResponseEs9/error and status",
            Response::CancelSession(CancelSessionResponseEs9::Error(refused_with("8.8", "3.10"))),
        ),
    ]
}
