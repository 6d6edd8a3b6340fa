use model::{Eid, Iccid, UnixTime};
use rsp::TransactionId;
use rsp::cert::chain::VerifiedEuicc;
use rsp::es10::{EuiccRspCapability, LpaRspCapability};
use rsp::message::{HashCc, Signature};
use rsp::version::Negotiated;
use std::sync::{Arc, OnceLock};

/// One session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) started: UnixTime,
    pub(crate) stage: Stage,
}

/// How far a session has come. Each function takes a session at exactly one stage (but for cancelling, which takes one
/// whose eUICC is known), so that none can be called out of turn, or twice.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    /// InitiateAuthentication was answered.
    Initiated(Box<Initiated>),
    /// AuthenticateClient was answered.
    Offered(Box<Authenticated>),
    /// GetBoundProfilePackage was answered.
    Bound(Box<Authenticated>),
    /// AuthenticateClient was answered with commands (v3).
    Commanded(Box<Commanded>),
}

impl Stage {
    /// The eUICC, once it has proven itself.
    pub(crate) fn card(&self) -> Option<&Eid> {
        match self {
            Self::Initiated(_) => None,
            Self::Offered(session) | Self::Bound(session) => Some(&session.euicc.eid),
            Self::Commanded(session) => Some(&session.euicc.eid),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Initiated {
    pub(crate) server_challenge: [u8; 16],
    pub(crate) server_address: String,
    pub(crate) negotiated: Negotiated,
    /// As told before anything was signed.
    pub(crate) euicc_rsp_capability: Option<EuiccRspCapability>,
    /// As told before anything was signed.
    pub(crate) lpa_rsp_capability: Option<LpaRspCapability>,
    /// The CI under which the eUICC shall answer.
    pub(crate) signing_root: Vec<u8>,
    /// Which set of certificates proves this server.
    pub(crate) set: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Authenticated {
    pub(crate) transaction_id: TransactionId,
    pub(crate) euicc: VerifiedEuicc,
    pub(crate) matching_id: String,
    pub(crate) iccid: Iccid,
    pub(crate) set: usize,
    /// What of version 3 the eUICC can; nothing in a session at an older one.
    pub(crate) capability: EuiccRspCapability,
    /// Wrong codes of this session that were counted: the same one again, replayed or sent twice, is not.
    pub(crate) wrong_codes: Vec<HashCc>,
    /// smdpSignature2: put here when the answer is signed; what the eUICC signs next covers it.
    pub(crate) smdp_signature2: Arc<OnceLock<Signature>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Commanded {
    pub(crate) transaction_id: TransactionId,
    pub(crate) euicc: VerifiedEuicc,
    pub(crate) matching_id: String,
    pub(crate) set: usize,
}
