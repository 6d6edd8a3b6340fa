//! Commands for an eUICC (SGP.22 v3 §3.7): one order is one package, sent in a session of its eUICC and done when the eUICC says
//! what became of it.

use crate::{Refusal, checks};
use model::Eid;
use rsp::TransactionId;
use rsp::cert::chain::VerifiedEuicc;
use rsp::message::PublicKey;
use rsp::rpm::RpmPackage;

/// Where an order of commands is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RpmState {
    /// It waits for its eUICC, or for its eUICC's word.
    Waiting,
    /// The eUICC told what became of each command.
    Executed,
    /// Taken back, or refused by its user.
    Cancelled,
}

/// To which session commands went: enough to know the eUICC's word when it comes, after a restart too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentTo {
    /// The session.
    pub transaction_id: TransactionId,
    /// The eUICC's key, of its verified certificate: it signs the result.
    pub euicc_key: PublicKey,
}

/// How many sessions are remembered.
const MOST_SESSIONS: usize = 8;

/// Commands for one eUICC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RpmOrder {
    /// The token that names it; empty if its eUICC alone does.
    pub matching_id: String,
    /// The eUICC.
    pub eid: Eid,
    /// What is to be done.
    pub package: RpmPackage,
    /// Whether another package waits behind it.
    pub pending: bool,
    /// Where it is in its life.
    pub state: RpmState,
    /// To which sessions it went, the last one last: an eUICC may tell of any of them.
    pub sent: Vec<SentTo>,
}

/// More commands than one package has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the commands do not fit into one package: send some of them in a second one")]
pub struct TooLarge;

impl TooLarge {
    /// Whether the same may be taken later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Send some of the commands in a second package."
    }
}

impl RpmOrder {
    /// That waits for its eUICC.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn new(matching_id: &str, eid: Eid, package: RpmPackage) -> Result<Self, TooLarge> {
        if !package.fits() {
            return Err(TooLarge);
        }
        let matching_id = matching_id.to_owned();
        Ok(Self { matching_id, eid, package, pending: false, state: RpmState::Waiting, sent: Vec::new() })
    }

    /// Sent in this session. It may be sent again, in another one, as long as nobody knows what became of it: an eUICC that has
    /// carried it out says so of each command.
    pub(crate) fn send(&self, euicc: &VerifiedEuicc, transaction_id: &TransactionId) -> Result<Self, Refusal> {
        if self.eid != euicc.eid && checks::OWN_CARD.on() {
            return Err(Refusal::Eid);
        }
        if self.state != RpmState::Waiting {
            return Err(Refusal::OrderOver);
        }
        let mut order = self.clone();
        if order.sent.len() == MOST_SESSIONS {
            order.sent.remove(0);
        }
        order.sent.push(SentTo { transaction_id: transaction_id.clone(), euicc_key: euicc.public_key });
        Ok(order)
    }

    /// The client ended the session ([`crate::SessionCancelled`]): the order waits on, unless the user said no for good.
    #[must_use]
    pub fn cancelled(&self, reason: rsp::es10::CancelSessionReason) -> Self {
        let ends = self.state == RpmState::Waiting && crate::order::ends_order(reason);
        let state = if ends { RpmState::Cancelled } else { self.state };
        Self { state, ..self.clone() }
    }
}
