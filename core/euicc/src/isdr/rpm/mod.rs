//! LoadRpmPackage (SGP.22 v3 §3.7.3): commands of an SM-DP+ that manages profiles from afar, carried out one after another. What
//! became of them is signed, is kept as a notification, and becomes durable with them: all of it, or none.

mod execute;
mod powers;

use super::{answer, session::Authenticated};
use crate::{Euicc, act::Act, checks, isdr::notify, state::Pending};
use execute::Executed;
use rsp::{
    cert::Role,
    message::Message,
    metadata::NotificationEvent,
    notification::NotificationMetadata,
    rpm::{
        LoadRpmPackageErrorCodeNotSigned as NotSigned, LoadRpmPackageErrorCodeSigned as Signed, LoadRpmPackageRequest,
        LoadRpmPackageResult, LoadRpmPackageResultDataSigned, LoadRpmPackageResultNotSigned,
        LoadRpmPackageResultSigned, RpmFinalResult,
    },
};

pub(super) fn load_rpm_package(euicc: &mut Euicc, request: &LoadRpmPackageRequest) -> Act {
    let transaction_id = request.smdp_signed3.transaction_id.clone();
    let refuse = move |error| {
        let transaction_id = transaction_id.clone();
        answer(&LoadRpmPackageResult::NotSigned(LoadRpmPackageResultNotSigned { transaction_id, error }))
    };
    let Some(server) = euicc.session.server.clone().filter(is_dp) else { return refuse(NotSigned::NoSession) };
    let executed = match check(&server, request) {
        Ok(()) => execute::execute(euicc, &server, &request.smdp_signed3.rpm_package),
        Err(code) => Executed::nothing(&euicc.state, RpmFinalResult::Error(code)),
    };
    let Executed { switch, result, refresh } = executed;
    let (next, batch, events) = switch.into_parts();
    notify::sign_all(next, batch, events, move |_, signed| {
        let Some((mut next, mut batch)) = signed else { return refuse(NotSigned::UndefinedError) };
        let metadata = NotificationMetadata {
            seq_number: next.next_sequence(&mut batch),
            profile_management_operation: NotificationEvent::LOAD_RPM_PACKAGE_RESULT,
            notification_address: server.address.clone(),
            iccid: None,
        };
        let unsigned = LoadRpmPackageResultSigned::unsigned(LoadRpmPackageResultDataSigned {
            transaction_id: server.transaction_id.clone(),
            notification_metadata: metadata.clone(),
            smdp_oid: server.certificate.server_oid().unwrap_or_default(),
            final_result: result,
        });
        Act::sign(unsigned.message.clone(), move |_, signature, _| {
            let Some(signature) = signature else { return refuse(NotSigned::UndefinedError) };
            let signed = unsigned.signed(signature);
            next.add_notification(Pending { metadata, encoded: signed.encode() }, &mut batch);
            Act::commit(batch, move |euicc, done| {
                if !done {
                    return refuse(NotSigned::UndefinedError);
                }
                euicc.state = next;
                euicc.session.server = None;
                if refresh {
                    euicc.tell_terminal(true);
                }
                answer(&LoadRpmPackageResult::Signed(signed))
            })
        })
    })
}

/// An SM-DS tells of packages; it sends none.
fn is_dp(server: &Authenticated) -> bool {
    server.certificate.role() == Some(Role::DpAuth) || !checks::ROLE.on()
}

/// The server that proved itself signed this package for this session.
fn check(server: &Authenticated, request: &LoadRpmPackageRequest) -> Result<(), Signed> {
    let key = server.certificate.public_key().ok_or(Signed::InvalidSignature)?;
    if request.verify(key, &server.euicc_signature1).is_err() && checks::SIGNATURE.on() {
        return Err(Signed::InvalidSignature);
    }
    if request.smdp_signed3.transaction_id != server.transaction_id && checks::SESSION.on() {
        return Err(Signed::InvalidTransactionId);
    }
    Ok(())
}
