//! Common cancel session (SGP.22 §3.0.2): first the eUICC signs, then the server is told.

use super::session::{Next, Session, Stage};
use super::{Answer, Failure, Outcome, purpose::Purpose};
use crate::es9::{CancelSessionRequestEs9, Request};
use crate::es10::{CancelSessionReason, CancelSessionRequest, CancelSessionResponse};
use crate::message::Raw;

impl Session {
    /// Whoever drives the session wants it to end, for this reason ([`Answer::Agreed`] counts as a rejection).
    /// Whatever is under way may be left unanswered. Once the card installs, or carries commands out, it is too late: then, as when it is over
    /// already, nothing changes and `false` is given.
    pub fn cancel(&mut self, answer: &Answer) -> bool {
        if matches!(
            self.stage,
            Stage::Load { .. }
                | Stage::Command { .. }
                | Stage::CancelCard { .. }
                | Stage::CancelServer { .. }
                | Stage::Done
        ) {
            return false;
        }
        self.fail(Failure::NotAgreed(answer.no().unwrap_or(CancelSessionReason::EndUserRejection)));
        true
    }

    /// Ends the session; a server that knows of it is told why.
    pub(super) fn fail(&mut self, failure: Failure) {
        let reason = failure.reason();
        self.fail_with(failure, reason);
    }

    pub(super) fn fail_with(&mut self, failure: Failure, reason: CancelSessionReason) {
        // A server that refused knows; an eUICC that did not take the server has no session to cancel.
        let known = matches!(failure, Failure::Refused { .. } | Failure::Authentication(_));
        match self.transaction_id.clone() {
            // An SM-DS has no such function (SGP.22 §5.8).
            Some(transaction_id) if !known && self.purpose == Purpose::Profile => {
                let request = CancelSessionRequest { transaction_id, reason };
                self.ask_card(Stage::CancelCard { failure, reason }, &request);
            }
            _ => self.end(Outcome::Failed { failure, cancelled: None }),
        }
    }

    pub(super) fn cancelled_by_card(&mut self, failure: Failure, reason: CancelSessionReason, answer: Option<&[u8]>) {
        let response = answer.and_then(|data| Raw::<CancelSessionResponse>::decode(data).ok());
        match (response, self.transaction_id.clone()) {
            (Some(response), Some(transaction_id)) if matches!(*response, CancelSessionResponse::Ok(_)) => {
                let request = CancelSessionRequestEs9 { transaction_id, cancel_session_response: response };
                self.stage = Stage::CancelServer { failure, reason };
                self.next = Next::Server(Request::CancelSession(request).encode());
            }
            // Without the eUICC's signature there is nothing to tell the server, which forgets the session by itself.
            _ => self.end(Outcome::Failed { failure, cancelled: None }),
        }
    }
}
