//! PrepareDownload (SGP.22 §5.7.5): a one-time key, to which the server will bind the package.

use super::{answer, read_certificate, server_certificate, session::Authenticated};
use crate::{Euicc, act::Act, checks, state::Prepared};
use model::{Batch, Random};
use rsp::{
    cert::{Role, chain::same_server},
    crypto::OneTimeKey,
    es10::{
        DownloadErrorCode as Code, EuiccSigned2, PrepareDownloadRequest, PrepareDownloadResponse,
        PrepareDownloadResponseError, PrepareDownloadResponseOk,
    },
};

pub(super) fn prepare_download(euicc: &mut Euicc, request: PrepareDownloadRequest, random: &mut dyn Random) -> Act {
    let refuse = {
        let transaction_id = request.smdp_signed2.transaction_id.clone();
        move |code| {
            answer(&PrepareDownloadResponse::Error(PrepareDownloadResponseError {
                transaction_id: transaction_id.clone(),
                download_error_code: code,
            }))
        }
    };
    let (binding_key, server) = match check(euicc, &request) {
        Ok(found) => found,
        Err(code) => return refuse(code),
    };
    let prepared = one_time_key(euicc, &request, &server, binding_key, random);
    let signed = EuiccSigned2 {
        transaction_id: prepared.transaction_id.clone(),
        euicc_otpk: prepared.one_time_public,
        hash_cc: request.hash_cc.clone(),
    };
    let unsigned = PrepareDownloadResponseOk::unsigned(signed, &request.smdp_signature2);
    Act::sign(unsigned.message.clone(), move |euicc, signature, _| {
        let Some(signature) = signature else { return refuse(Code::UndefinedError) };
        let response = answer(&unsigned.signed(signature));
        let mut next = euicc.state.clone();
        let mut batch = Batch::new();
        next.add_prepared(prepared, &mut batch);
        // Nothing depends on it before the package comes: the LPA's own commit of the package takes it along.
        Act::commit_lazily(batch, move |euicc, done| {
            if done {
                euicc.state = next;
                response
            } else {
                refuse(Code::UndefinedError)
            }
        })
    })
}

fn check(euicc: &Euicc, request: &PrepareDownloadRequest) -> Result<([u8; 65], Authenticated), Code> {
    let server = euicc.session.server.as_ref().ok_or(Code::NoSessionContext)?;
    let (certificate, key) =
        read_certificate(&request.smdp_certificate, Code::InvalidCertificate, Code::UnsupportedCurve)?;
    let root_key_id = server_certificate(euicc, &certificate, Role::DpPb).ok_or(Code::InvalidCertificate)?;
    let same = root_key_id == server.root_key_id && same_server(&server.certificate, &certificate).is_ok();
    // An SM-DS tells of events; it delivers nothing, even if it is an SM-DP+'s neighbour under one object identifier.
    let is_dp = server.certificate.role() == Some(Role::DpAuth) || !checks::ROLE.on();
    if !is_dp || !same && checks::SAME_SERVER.on() {
        return Err(Code::InvalidCertificate);
    }
    if request.verify(&key, &server.euicc_signature1).is_err() && checks::SIGNATURE.on() {
        return Err(Code::InvalidSignature);
    }
    if request.smdp_signed2.transaction_id != server.transaction_id && checks::SESSION.on() {
        return Err(Code::InvalidTransactionId);
    }
    if request.smdp_signed2.cc_required_flag != request.hash_cc.is_some() {
        return Err(Code::UndefinedError);
    }
    Ok((key, server.clone()))
}

/// The key of the package that the server bound before, if this eUICC still has it; else a new one.
fn one_time_key(
    euicc: &Euicc,
    request: &PrepareDownloadRequest,
    server: &Authenticated,
    binding_key: [u8; 65],
    random: &mut dyn Random,
) -> Prepared {
    let smdp_oid = server.certificate.server_oid().unwrap_or_default();
    // A server can have only the keys that were made for it.
    let wanted = |p: &&Prepared| Some(p.one_time_public) == request.smdp_signed2.bpp_euicc_otpk;
    let kept = euicc.state.prepared.iter().find(|p| wanted(p) && (p.smdp_oid == smdp_oid || !checks::KEY_OWNER.on()));
    let (one_time_key, one_time_public) = kept.map_or_else(
        || {
            let key = OneTimeKey::generate(random);
            (key.to_bytes().as_slice().into(), key.public_key())
        },
        |kept| (kept.one_time_key.clone(), kept.one_time_public),
    );
    Prepared {
        transaction_id: request.smdp_signed2.transaction_id.clone(),
        one_time_key,
        one_time_public,
        binding_key,
        smdp_oid,
        server_address: server.address.clone(),
        ci_key_id: server.ci_key_id.clone(),
    }
}
