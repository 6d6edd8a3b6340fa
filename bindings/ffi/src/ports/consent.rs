use app::ports::{self, Consents, Decision, Proposal};
use async_trait::async_trait;
use model::SecretBytes;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// What a server offers, before anything is installed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ProposalInfo {
    /// The card's number.
    pub iccid: String,
    /// The operator's name.
    pub operator: String,
    /// The product's name.
    pub name: String,
    /// Policy rules that the user must agree to in so many words.
    pub rules: Vec<PolicyRule>,
    /// A confirmation code is asked for.
    pub needs_code: bool,
    /// The code that was given before was not taken.
    pub code_refused: bool,
}

/// What the operator does not let be done with the SIM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PolicyRule {
    /// It is not disabled.
    StaysEnabled,
    /// It is not deleted.
    StaysInstalled,
}

/// Takes the user's answer, once. Dropped without one, it is "later".
#[derive(uniffi::Object)]
pub struct Answering(Mutex<Option<oneshot::Sender<Decision>>>);

#[uniffi::export]
impl Answering {
    /// Yes; with the confirmation code where one is asked for, as typed.
    pub fn agree(&self, code: Option<Vec<u8>>) {
        self.say(Decision::Agreed { code: code.map(SecretBytes::new) });
    }

    /// No: the order is over.
    pub fn reject(&self) {
        self.say(Decision::Rejected);
    }

    /// Not now: the order stays.
    pub fn postpone(&self) {
        self.say(Decision::Postponed);
    }
}

impl Answering {
    fn say(&self, decision: Decision) {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // Nobody waits any more: the flow was stopped.
            let _ = sender.send(decision);
        }
    }
}

/// The user, who is asked before a profile is installed. `ask` shows the question and returns; the answer is given to `answer` when it comes.
#[uniffi::export(with_foreign)]
pub trait Consent: Send + Sync {
    /// Asks.
    fn ask(&self, proposal: ProposalInfo, answer: Arc<Answering>);
}

/// The user as the core has them.
pub(crate) struct ConsentPort(pub(crate) Arc<dyn Consent>);

impl ConsentPort {
    /// Asks; what is let go without an answer is for later.
    pub(crate) async fn ask(&self, proposal: ProposalInfo) -> Decision {
        let (sender, answer) = oneshot::channel();
        self.0.ask(proposal, Arc::new(Answering(Mutex::new(Some(sender)))));
        answer.await.unwrap_or(Decision::Postponed)
    }
}

#[async_trait]
impl Consents for ConsentPort {
    async fn consent(&mut self, proposal: &Proposal) -> Decision {
        let asked = ProposalInfo {
            iccid: proposal.iccid.to_string(),
            operator: proposal.operator.clone(),
            name: proposal.name.clone(),
            rules: proposal
                .rules
                .iter()
                .map(|rule| match rule {
                    ports::PolicyRule::StaysEnabled => PolicyRule::StaysEnabled,
                    ports::PolicyRule::StaysInstalled => PolicyRule::StaysInstalled,
                })
                .collect(),
            needs_code: proposal.needs_code,
            code_refused: proposal.code_refused,
        };
        self.ask(asked).await
    }
}
