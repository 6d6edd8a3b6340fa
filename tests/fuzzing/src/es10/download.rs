use super::{Phone, Records};
use crate::{
    desk::{Desk, MATCHING_ID},
    harbour::ADDRESS,
    input::Input,
};
use model::SecretBytes;
use rsp::{
    es9::Request,
    es10::DeviceInfo,
    lpa::{Answer, CardFailure, Config, Kept, Next, Outcome, Session},
    notification::FinalResult,
};

/// More steps than any download takes.
const MOST_STEPS: usize = 4_000;

/// How a step of the download goes.
enum Fate {
    /// As it should.
    Well,
    /// The answer is lost; what was asked may have happened.
    Lost,
    /// These bytes come instead.
    Other(Vec<u8>),
    /// One byte of the answer is changed.
    Damaged { at: usize, with: u8 },
}

impl Fate {
    fn of(script: &mut Input<'_>) -> Self {
        match script.byte() {
            1 => Self::Lost,
            2 => Self::Other(script.bytes().to_vec()),
            3 => Self::Damaged { at: script.number(), with: script.byte() },
            _ => Self::Well,
        }
    }

    fn befall(self, answer: Option<Vec<u8>>) -> Result<Vec<u8>, String> {
        match (self, answer) {
            (Self::Other(bytes), _) => Ok(bytes),
            (Self::Lost, _) | (_, None) => Err("lost".to_owned()),
            (Self::Well, Some(answer)) => Ok(answer),
            (Self::Damaged { at, with }, Some(mut answer)) => {
                let at = at % answer.len().max(1);
                answer.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= with);
                Ok(answer)
            }
        }
    }
}

/// A download from the desk to the phone, on which the script's fate falls step by step; all goes well when the script
/// is at its end. Gives the outcome, and the package if one was kept, with the eUICC's records of that moment.
pub(crate) fn download(
    phone: &mut Phone,
    desk: &mut Desk,
    script: &mut Input<'_>,
) -> (Outcome, Option<(Kept, Records)>) {
    let config = Config {
        server_oid: None,
        server_address: ADDRESS.into(),
        matching_id: Some(MATCHING_ID.into()),
        device_info: DeviceInfo::default(),
        lpa_rsp_capability: None,
        written_versions: None,
        iccid: None,
    };
    let (mut session, mut kept) = (Session::new(config), None);
    phone.select_isd_r();
    for _ in 0..MOST_STEPS {
        let next = session.next().clone();
        if !matches!(next, Next::Done(_)) && script.byte() == 9 {
            session.cancel(&consent(script));
            continue;
        }
        match next {
            Next::Card(command) => {
                let answer = phone.es10(&command);
                let answer = Fate::of(script).befall(answer);
                session.card(answer.as_deref().map_err(|_| CardFailure::Unreachable("lost".to_owned())));
            }
            Next::Server(request) => {
                let request = Request::decode(&request).expect("an LPA asks what can be read");
                let answer = desk.answer(request).map(|response| response.encode());
                let answer = Fate::of(script).befall(answer);
                session.server(answer.as_deref().map_err(Clone::clone));
            }
            Next::Consent(_) | Next::Commands(_) => session.consent(consent(script)),
            Next::Keep(package) => {
                kept = Some((*package, phone.records.clone()));
                session.kept(if script.byte() == 1 { Err("no room".to_owned()) } else { Ok(()) });
            }
            Next::Done(outcome) => {
                check(phone, &outcome);
                return (*outcome, kept);
            }
        }
    }
    panic!("a download without an end");
}

fn consent(script: &mut Input<'_>) -> Answer {
    match script.byte() {
        1 => Answer::Agreed { code: Some(SecretBytes::from(script.bytes())) },
        2 => Answer::Rejected,
        3 => Answer::Postponed,
        4 => Answer::TimedOut,
        5 => Answer::RulesNotAllowed,
        _ => Answer::Agreed { code: None },
    }
}

/// A result that says "installed" and verifies is true.
fn check(phone: &Phone, outcome: &Outcome) {
    if let Outcome::Loaded { result, .. } = outcome
        && result.verify(&crate::harbour::Harbour::get().euicc_key.public()).is_ok()
        && matches!(result.data.final_result, FinalResult::Success { .. })
        && let Some(iccid) = result.data.notification_metadata.iccid
    {
        assert!(phone.euicc.state().profiles.contains_key(&iccid));
    }
}
