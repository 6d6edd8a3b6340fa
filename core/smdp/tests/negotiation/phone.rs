//! The phone's side: our LPA, and a card that answers as far as a server's version matters.

use crate::cells::{Does, Sent};
use rsp::es10::{Command, CtxParamsForCommonAuthentication, DeviceInfo, GetEuiccChallengeResponse, OperationType};
use rsp::lpa::{Config, Failure, Next, Outcome, Session};
use rsp::version::{Accepted, VersionRefused};
use rsp::{Message, VersionType};

pub(crate) const CHALLENGE: [u8; 16] = [0xC4; 16];
pub(crate) const ADDRESS: &str = "dp.example";

/// A session of this phone with a server: the request as it was sent, and what the phone does with the answer.
pub(crate) fn meets(sent: &Sent, answer: impl FnOnce(&[u8]) -> Vec<u8>) -> (Vec<u8>, Does) {
    let (request, does, _) = meeting(sent, answer);
    (request, does)
}

/// The same, and the record of what was accepted, where there is one (E9); what the card signs repeats the offer as it was written.
pub(crate) fn meeting(sent: &Sent, answer: impl FnOnce(&[u8]) -> Vec<u8>) -> (Vec<u8>, Does, Option<Accepted>) {
    let config = Config {
        server_oid: None,
        server_address: ADDRESS.into(),
        matching_id: Some("ORDER-1".into()),
        device_info: DeviceInfo { preferred_languages: vec!["ja".into()], ..DeviceInfo::default() },
        lpa_rsp_capability: sent.capability(),
        iccid: None,
        written_versions: sent.written(),
    };
    let mut lpa = Session::for_operation(config, OperationType::PROFILE_DOWNLOAD | OperationType::RPM);
    let (mut request, mut answer) = (Vec::new(), Some(answer));
    loop {
        match lpa.next().clone() {
            Next::Card(command) => match Command::decode(&command).expect("an ES10 function") {
                Command::GetEuiccInfo1 => lpa.card(Ok::<_, String>(&sent.info().encode())),
                Command::GetEuiccChallenge => {
                    let challenge = GetEuiccChallengeResponse { euicc_challenge: CHALLENGE };
                    lpa.card(Ok::<_, String>(&challenge.encode()));
                }
                Command::AuthenticateServer(asked) => {
                    let context = asked.ctx_params1.common().expect("common parameters").clone();
                    let repeated = sent.written().filter(|_| context.operation_type.is_some());
                    assert_eq!(context.written_versions.as_deref(), repeated.as_ref(), "{}", sent.name);
                    return (request, works(&lpa, sent, &context), lpa.version().cloned());
                }
                other => panic!("not this far: {other:?}"),
            },
            Next::Server(bytes) => {
                let answer = answer.take().expect("one request")(&bytes);
                request = bytes;
                lpa.server(Ok(&answer));
            }
            Next::Done(outcome) => {
                let Outcome::Failed { failure: Failure::Version(refused), cancelled: None } = *outcome else {
                    panic!("{outcome:?}")
                };
                assert!(refused.to_string().contains("try another server"), "{refused}");
                let does = match refused {
                    VersionRefused::ByServer { .. } => Does::EndsByServer,
                    VersionRefused::ServerVersion { .. } => Does::EndsByPhone,
                };
                return (request, does, None);
            }
            other => panic!("not this far: {other:?}"),
        }
    }
}

fn works(lpa: &Session, sent: &Sent, context: &CtxParamsForCommonAuthentication) -> Does {
    let accepted = lpa.version().expect("negotiated");
    let number = accepted.offered.number().map(|number| number.to_version_type()).unwrap_or_default();
    // What came with version 3 goes along at the maximum only (E3): an older server or eUICC might not bear it.
    let v3 = context.operation_type.is_some();
    assert_eq!(v3, accepted.has_operation_type(), "{}", sent.name);
    assert_eq!(context.device_info.preferred_languages.is_empty(), !v3, "{}", sent.name);
    assert_eq!(context.device_info.lpa_rsp_capability, sent.capability().filter(|_| v3), "{}", sent.name);
    Does::Works { level: accepted.level, at: VersionType(number), operation: context.operation_type }
}
