//! The phone's part of a download without an app around it: LPA and eUICC, driven step by step, so that a test may start from any point
//! and change every answer.

use crate::{Key, buyer::Buyer};
use euicc::{Euicc, Identity, SigningChain, State};
use model::Random;
use nearfield::sim::Dice;
use rsp::{
    apdu::{Exchange, ExchangeStep, ISD_R},
    es9::{self, HandleNotification},
    es10::DeviceInfo,
    lpa::{Answer, Config, Failure, Kept, Next, Outcome, Session},
    notification::{ErrorReason, FinalResult, PendingNotification},
};
use uicc::{KeyId, Smartcard, Step, Transport};

/// How a download ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The profile is there.
    Installed,
    /// The eUICC took the package and refused what was in it.
    NotInstalled(ErrorReason),
    /// The LPA or the eUICC ended the session.
    Failed(Box<Failure>),
}

impl Ended {
    /// Which check that was, in short.
    #[must_use]
    pub fn check(&self) -> String {
        match self {
            Self::Installed => "installed".to_owned(),
            Self::NotInstalled(reason) => format!("{reason:?}"),
            Self::Failed(failure) => {
                let text = format!("{failure:?}");
                text.split_once([' ', '{']).map_or(text.clone(), |(name, _)| name.to_owned())
            }
        }
    }
}

/// An eUICC with what it needs to run.
pub struct Handset {
    /// The eUICC.
    pub euicc: Euicc,
    key: Key,
    random: Dice,
    signatures: Vec<[u8; 64]>,
    recorded: Option<Vec<[u8; 64]>>,
}

impl Handset {
    /// The phone of `buyer`, trusting `root` (DER). Its random numbers repeat with `seed`.
    #[must_use]
    pub fn new(buyer: &Buyer, root: &[u8], seed: u64) -> Self {
        let chain = SigningChain {
            ci_key_id: buyer.root.clone(),
            euicc_certificate: buyer.certificate.clone(),
            eum_certificate: buyer.eum.clone(),
        };
        let identity = Identity {
            eid: buyer.eid,
            key: KeyId("euicc".to_owned()),
            chains: vec![chain],
            roots: vec![root.to_vec()],
        };
        Self::in_state(State::new(identity), buyer.key.clone(), seed)
    }

    /// With an eUICC that stands here.
    #[must_use]
    pub fn in_state(state: State, key: Key, seed: u64) -> Self {
        let (euicc, random) = (Euicc::new(state, Transport::Block), Dice::new(seed));
        let mut handset = Self { euicc, key, random, signatures: Vec::new(), recorded: None };
        handset.transmit(&[0x00, 0x70, 0x00, 0x00, 0x01]);
        let mut select = vec![0x01, 0xA4, 0x04, 0x00, ISD_R.len() as u8];
        select.extend_from_slice(&ISD_R);
        handset.transmit(&select);
        handset
    }

    fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let random: &mut dyn Random = &mut self.random;
        let mut step = self.euicc.transmit(command, random);
        loop {
            let outcome = match step {
                Step::Reply(response) => return response,
                Step::Commit { .. } => uicc::Outcome::Committed,
                Step::Load { .. } => uicc::Outcome::Loaded(Vec::new()),
                Step::Sign { message, .. } => uicc::Outcome::Signed(self.sign(&message)),
            };
            step = self.euicc.resume(outcome, &mut self.random);
        }
    }

    fn sign(&mut self, message: &[u8]) -> [u8; 64] {
        let signature = match &self.recorded {
            // What is behind the end of the record nobody looks at.
            Some(recorded) => recorded.get(self.signatures.len()).copied().unwrap_or([0x11; 64]),
            None => self.key.sign(message),
        };
        self.signatures.push(signature);
        signature
    }

    /// The signatures made so far.
    #[must_use]
    pub fn signatures(&self) -> &[[u8; 64]] {
        &self.signatures
    }

    /// Signs no more, but gives out these: ECDSA never signs the same way twice, and a replay must.
    #[must_use]
    pub fn repeating(mut self, signatures: &[[u8; 64]]) -> Self {
        self.recorded = Some(signatures.to_vec());
        self
    }

    /// One ES10 function.
    fn es10(&mut self, data: &[u8]) -> Result<Vec<u8>, String> {
        let (mut exchange, mut command) = Exchange::start(data.to_vec(), 1, 255).map_err(|e| e.to_string())?;
        loop {
            let response = self.transmit(&command);
            match exchange.answer(&response).map_err(|e| e.to_string())? {
                ExchangeStep::Send(next) => command = next,
                ExchangeStep::Done(answer) => return Ok(answer),
            }
        }
    }

    /// A download, with a server that answers its requests, counted from 0. The user agrees.
    pub fn download(&mut self, buyer: &Buyer, serve: impl FnMut(usize, &[u8]) -> Option<Vec<u8>>) -> Ended {
        self.drive(Session::new(config(buyer)), serve)
    }

    /// HandleNotification: the result of the last installation, as the eUICC signed it.
    #[must_use]
    pub fn report(&self) -> Vec<u8> {
        let waiting = self.euicc.state().notifications.iter().last().expect("an installation leaves one");
        let pending_notification = PendingNotification::decode(&waiting.encoded).expect("the eUICC's own");
        es9::Request::HandleNotification(HandleNotification { pending_notification }).encode()
    }

    /// Loads a package that was kept.
    pub fn load(&mut self, buyer: &Buyer, kept: Kept) -> Ended {
        self.drive(Session::resume(config(buyer), kept), |_, _| None)
    }

    fn drive(&mut self, mut session: Session, mut serve: impl FnMut(usize, &[u8]) -> Option<Vec<u8>>) -> Ended {
        let mut asked = 0;
        loop {
            match session.next().clone() {
                Next::Card(data) => match self.es10(&data) {
                    Ok(answer) => session.card::<String>(Ok(&answer)),
                    Err(why) => session.card(Err(why)),
                },
                Next::Server(request) => {
                    match serve(asked, &request) {
                        Some(answer) => session.server(Ok(&answer)),
                        None => session.server(Err("nobody answers".to_owned())),
                    }
                    asked += 1;
                }
                Next::Consent(_) | Next::Commands(_) => session.consent(Answer::Agreed { code: None }),
                Next::Keep(_) => session.kept(Ok(())),
                Next::Done(outcome) => {
                    return match *outcome {
                        Outcome::Failed { failure, .. } => Ended::Failed(Box::new(failure)),
                        Outcome::Commanded { .. } | Outcome::Discovered { .. } => unreachable!("it is a download"),
                        Outcome::Loaded { result, .. } => match &result.data.final_result {
                            FinalResult::Success { .. } => Ended::Installed,
                            FinalResult::Error { error_reason, .. } => Ended::NotInstalled(*error_reason),
                        },
                    };
                }
            }
        }
    }
}

fn config(buyer: &Buyer) -> Config {
    Config {
        server_oid: None,
        server_address: buyer.address.clone(),
        matching_id: Some(buyer.matching_id.clone()),
        device_info: DeviceInfo::default(),
        lpa_rsp_capability: None,
        written_versions: None,
        iccid: None,
    }
}
