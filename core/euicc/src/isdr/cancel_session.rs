//! CancelSession (SGP.22 §5.7.14).

use super::answer;
use crate::{Euicc, act::Act};
use rsp::es10::{
    CancelSessionErrorCode, CancelSessionRequest, CancelSessionResponse, CancelSessionResponseOk,
    EuiccCancelSessionSigned,
};

pub(super) fn cancel_session(euicc: &mut Euicc, request: &CancelSessionRequest) -> Act {
    let Some(server) = euicc.session.server.as_ref().filter(|s| s.transaction_id == request.transaction_id) else {
        return answer(&CancelSessionResponse::Error(CancelSessionErrorCode::InvalidTransactionId));
    };
    let unsigned = CancelSessionResponseOk::unsigned(EuiccCancelSessionSigned {
        transaction_id: request.transaction_id.clone(),
        smdp_oid: server.certificate.server_oid().unwrap_or_default(),
        reason: request.reason,
    });
    Act::sign(unsigned.message.clone(), move |euicc, signature, _| match signature {
        Some(signature) => {
            euicc.session.server = None;
            answer(&unsigned.signed(signature))
        }
        None => answer(&CancelSessionResponse::Error(CancelSessionErrorCode::UndefinedError)),
    })
}
