use crate::checks;
use crate::order::Bound;
use crate::session::{Authenticated, Stage};
use crate::{Order, OrderRefusal, Refusal, Server, Sessions, ToSign};
use model::{Eid, Random, UnixTime};
use rsp::TransactionId;
use rsp::bpp::{Binder, Payload};
use rsp::crypto::OneTimeKey;
use rsp::es9::{GetBoundProfilePackageOk, GetBoundProfilePackageRequest, GetBoundProfilePackageResponse, Response};
use rsp::es10::PrepareDownloadResponse;
use rsp::message::{HashCc, PublicKey};
use rsp::metadata::ConfigureIsdpRequest;

/// A client whose eUICC is ready for a package; its order, and the profile, are to be looked up now. Its session is over if
/// this is dropped.
#[derive(Debug)]
#[must_use = "the session ends unless it goes on with an order"]
pub struct PackageChecked {
    started: UnixTime,
    session: Box<Authenticated>,
    euicc_otpk: PublicKey,
    hash_cc: Option<HashCc>,
}

/// A package is made for one eUICC.
#[derive(Debug)]
#[must_use = "the order must be made durable before the answer is sent"]
pub struct PackageBound {
    /// The order as it is now: to be made durable before the answer is sent.
    pub order: Order,
    /// The answer, but for the signature of DPpb's key.
    pub answer: ToSign<Response>,
}

impl Server {
    /// ES9+.GetBoundProfilePackage (SGP.22 §5.6.2), first half: the session, the eUICC's signature, and what it covers.
    ///
    /// # Errors
    /// [`Refusal`]: which check said no. The session is over then, but for one that is not at this step.
    pub fn get_bound_profile_package(
        &self,
        sessions: &mut Sessions,
        request: &GetBoundProfilePackageRequest,
        now: UnixTime,
    ) -> Result<PackageChecked, Refusal> {
        let (started, session) = sessions.take(&request.transaction_id, now, |stage| match stage {
            // Not before the offer was signed, and so not before it was sent.
            Stage::Offered(session) if session.smdp_signature2.get().is_some() => Ok(session),
            other => Err(other),
        })?;
        let ok = match &*request.prepare_download_response {
            PrepareDownloadResponse::Ok(ok) => ok,
            PrepareDownloadResponse::Error(error) => {
                return Err(Refusal::Euicc { code: error.download_error_code.code() });
            }
        };
        let smdp_signature2 = session.smdp_signature2.get().ok_or(Refusal::Session)?;
        ok.verify(&session.euicc.public_key, smdp_signature2).map_err(|_| Refusal::Signature)?;
        let signed = &ok.euicc_signed2;
        if signed.transaction_id != session.transaction_id && checks::SESSION.on() {
            return Err(Refusal::OtherTransaction);
        }
        let (euicc_otpk, hash_cc) = (signed.euicc_otpk, signed.hash_cc.clone());
        Ok(PackageChecked { started, session, euicc_otpk, hash_cc })
    }
}

impl PackageChecked {
    /// Names the order, as at the session's authentication; empty if the eUICC alone does.
    #[must_use]
    pub fn matching_id(&self) -> &str {
        &self.session.matching_id
    }

    /// The eUICC.
    #[must_use]
    pub const fn eid(&self) -> &Eid {
        &self.session.euicc.eid
    }

    /// The session.
    #[must_use]
    pub const fn transaction_id(&self) -> &TransactionId {
        &self.session.transaction_id
    }

    /// The second half, with the order as it is now and the profile's package: binds it. The order moves to Downloaded,
    /// for this eUICC. The caller writes it only if the order is still the one given here (read and written in one
    /// transaction), so that two sessions can't both be served.
    ///
    /// A retry with the same one-time key of the eUICC gets the same package, signed for the new session: the caller gives
    /// the same `payload` as before, since it is encrypted under the same keys (SGP.22 §5.6.2).
    ///
    /// # Errors
    /// [`OrderRefusal`], with the order if it changed (a wrong confirmation code counts). The session is over then, but where
    /// the confirmation code is missing or wrong: it waits for another one, as long as the order allows (SGP.22 §5.6.2).
    pub fn with_order(
        self,
        server: &Server,
        sessions: &mut Sessions,
        order: &Order,
        payload: Payload<'_>,
        now: UnixTime,
        random: &mut dyn Random,
    ) -> Result<PackageBound, OrderRefusal> {
        let (started, mut session) = (self.started, self.session);
        // Between the two calls another order may have taken the name.
        if order.matching_id != session.matching_id || order.iccid != session.iccid {
            return Err(Refusal::MatchingId.into());
        }
        order.check_open(&session.euicc.eid, now)?;
        if let Err(mut refused) = order.check_code(self.hash_cc.as_ref(), &session.transaction_id) {
            let counted = self.hash_cc.as_ref().is_some_and(|given| session.wrong_codes.contains(given));
            if counted && refused.order.is_some() {
                refused = Refusal::CodeWrong.into();
            }
            if matches!(refused.refusal, Refusal::CodeWrong | Refusal::CodeMissing) {
                session.wrong_codes.extend(self.hash_cc.filter(|_| !counted));
                sessions.put(session.transaction_id.clone(), started, Stage::Offered(session));
            }
            return Err(refused);
        }
        let kept = order.kept_key(&self.euicc_otpk);
        let one_time_key = kept.unwrap_or_else(|| OneTimeKey::generate(random));
        let bound = Bound {
            transaction_id: session.transaction_id.clone(),
            euicc_key: session.euicc.public_key,
            euicc_otpk: self.euicc_otpk,
            otsk_dp: Some(one_time_key.to_bytes().as_slice().into()),
        };
        let changed = order.bind(&session.euicc.eid, bound, now)?;
        let set = server.config.certificates.get(session.set).ok_or(Refusal::Session)?;
        let binder = Binder {
            transaction_id: &session.transaction_id,
            host_id: &server.config.host_id,
            eid: &session.euicc.eid,
            one_time_key: &one_time_key,
            euicc_otpk: &self.euicc_otpk,
            configure_isdp: &ConfigureIsdpRequest::default(),
            store_metadata: &order.metadata_for(session.capability),
            payload,
        };
        let unsigned = binder.bind().map_err(|why| Refusal::Binding { why })?;
        let transaction_id = session.transaction_id.clone();
        sessions.put(transaction_id.clone(), started, Stage::Bound(session));
        let unsigned = unsigned.map(move |bound_profile_package| {
            let ok = GetBoundProfilePackageOk { transaction_id, bound_profile_package };
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(ok))
        });
        Ok(PackageBound { order: changed, answer: ToSign { key: set.dp_pb_key.clone(), unsigned } })
    }
}
