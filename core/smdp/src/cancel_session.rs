use crate::checks;
use crate::order::ends_order;
use crate::session::Stage;
use crate::{Refusal, Server, Sessions};
use model::{Eid, UnixTime};
use rsp::TransactionId;
use rsp::cert::chain::VerifiedEuicc;
use rsp::es9::{CancelSessionRequestEs9, CancelSessionResponseEs9, Response};
use rsp::es10::{CancelSessionReason, CancelSessionResponse, CancelSessionResponseOk};

/// A session that its client has ended; the eUICC's signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the order may be over"]
pub struct SessionCancelled {
    /// Names the order; empty if the eUICC alone does.
    pub matching_id: String,
    /// The eUICC.
    pub eid: Eid,
    /// Why. [`crate::Order::cancelled`] says what becomes of the order.
    pub reason: CancelSessionReason,
    /// A confirmation code was refused in it, and no right one came after.
    pub code_refused: bool,
}

impl SessionCancelled {
    /// Whether the order may be tried again.
    ///
    /// It may after a wrong confirmation code, too: LPAs that ask for the code beforehand, lpac among them, can't ask again, and say
    /// endUserRejection for every failure. Who mistypes a code has rejected nothing; how often it may be tried is the order's to count.
    #[must_use]
    pub const fn keeps_order(&self) -> bool {
        !ends_order(self.reason) || (self.code_refused && matches!(self.reason, CancelSessionReason::EndUserRejection))
    }

    /// The answer, once the changed order is durable.
    #[must_use]
    pub const fn response(&self) -> Response {
        Response::CancelSession(CancelSessionResponseEs9::Ok)
    }
}

impl Server {
    /// ES9+.CancelSession (SGP.22 §5.6.5): of a session whose eUICC has proven itself. Nothing is to be signed.
    ///
    /// # Errors
    /// [`Refusal`]: which check said no. The session goes on then: whoever sent it is not its eUICC.
    pub fn cancel_session(
        &self,
        sessions: &mut Sessions,
        request: &CancelSessionRequestEs9,
        now: UnixTime,
    ) -> Result<SessionCancelled, Refusal> {
        let ok = match &*request.cancel_session_response {
            CancelSessionResponse::Ok(ok) => ok,
            CancelSessionResponse::Error(code) => return Err(Refusal::Euicc { code: code.code() }),
        };
        let id = &request.transaction_id;
        let mut refused = Refusal::Session;
        let taken = sessions.take(id, now, |stage| {
            let (id, euicc, matching_id, set) = match &stage {
                Stage::Offered(s) | Stage::Bound(s) => (&s.transaction_id, &s.euicc, &s.matching_id, s.set),
                Stage::Commanded(s) => (&s.transaction_id, &s.euicc, &s.matching_id, s.set),
                Stage::Initiated(_) => return Err(stage),
            };
            let code_refused = matches!(&stage, Stage::Offered(s) if !s.wrong_codes.is_empty());
            match self.check_cancelled(ok, id, euicc, set) {
                Ok(()) => Ok((matching_id.clone(), euicc.eid, code_refused)),
                Err(why) => {
                    refused = why;
                    Err(stage)
                }
            }
        });
        let (_, (matching_id, eid, code_refused)) = taken.map_err(|_| refused)?;
        let signed = &ok.euicc_cancel_session_signed;
        Ok(SessionCancelled { matching_id, eid, reason: signed.reason, code_refused })
    }

    /// The eUICC of this session signed that this session, with this server, ends.
    fn check_cancelled(
        &self,
        ok: &CancelSessionResponseOk,
        transaction_id: &TransactionId,
        euicc: &VerifiedEuicc,
        set: usize,
    ) -> Result<(), Refusal> {
        ok.verify(&euicc.public_key).map_err(|_| Refusal::Signature)?;
        let signed = &ok.euicc_cancel_session_signed;
        let own = self.config.certificates.get(set).is_some_and(|set| set.oid() == signed.smdp_oid);
        if !own {
            return Err(Refusal::OtherServer);
        }
        if signed.transaction_id != *transaction_id && checks::SESSION.on() {
            return Err(Refusal::OtherTransaction);
        }
        Ok(())
    }
}
