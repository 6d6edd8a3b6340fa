//! CancelSession (SGP.22 §5.7.14).

use super::answer;
use crate::{Euicc, act::Act};
use model::Batch;
use rsp::es10::{
    CancelSessionErrorCode as Code, CancelSessionReason as Reason, CancelSessionRequest, CancelSessionResponse,
    CancelSessionResponseOk, EuiccCancelSessionSigned,
};

pub(super) fn cancel_session(euicc: &mut Euicc, request: &CancelSessionRequest) -> Act {
    let Some(server) = euicc.session.server.as_ref().filter(|s| s.transaction_id == request.transaction_id) else {
        return answer(&CancelSessionResponse::Error(Code::InvalidTransactionId));
    };
    let smdp_oid = server.certificate.server_oid().unwrap_or_default();
    let mut next = euicc.state.clone();
    let mut batch = Batch::new();
    if ends_order(request.reason) {
        // The server will count the order as over: its package must not be installed any more.
        next.end_prepared(&smdp_oid, &request.transaction_id, &mut batch);
    }
    let unsigned = CancelSessionResponseOk::unsigned(EuiccCancelSessionSigned {
        transaction_id: request.transaction_id.clone(),
        smdp_oid,
        reason: request.reason,
    });
    Act::sign(unsigned.message.clone(), move |_, signature, _| {
        let failed = || answer(&CancelSessionResponse::Error(Code::UndefinedError));
        let Some(signature) = signature else { return failed() };
        Act::commit(batch, move |euicc, done| {
            if !done {
                return failed();
            }
            euicc.state = next;
            euicc.session.server = None;
            answer(&unsigned.signed(signature))
        })
    })
}

/// Whether the reason ends the order; after the others the same package, or the same key, may still serve.
const fn ends_order(reason: Reason) -> bool {
    matches!(reason, Reason::EndUserRejection | Reason::PprNotAllowed | Reason::MetadataMismatch)
}
