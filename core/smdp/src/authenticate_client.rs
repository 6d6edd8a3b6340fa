use crate::authority::ProvenClient;
use crate::session::{Authenticated, Commanded, Stage};
use crate::{Order, Refusal, RpmOrder, Server, Sessions, ToSign};
use model::{Eid, UnixTime};
use rsp::cert::{Assurance, chain::VerifiedEuicc};
use rsp::es9::{
    AuthenticateClientOk, AuthenticateClientOkRpm, AuthenticateClientRequest, AuthenticateClientResponse, Response,
};
use rsp::es10::{CtxParamsForCommonAuthentication, EuiccInfo2, EuiccRspCapability, OperationType, SmdpSigned2};
use rsp::message::Signature;
use rsp::rpm::SmdpSigned3;
use rsp::version::{Accepted, Negotiated};
use rsp::{Raw, TransactionId};
use std::sync::{Arc, OnceLock};

/// A client whose eUICC has proven itself; its order is to be looked up now. Its session is over if this is dropped.
#[derive(Debug)]
#[must_use = "the session ends unless it goes on with an order"]
pub struct ClientChecked {
    transaction_id: TransactionId,
    download: bool,
    rpm: bool,
    started: UnixTime,
    set: usize,
    euicc: VerifiedEuicc,
    assurance: Assurance,
    accepted: Accepted,
    info: Raw<EuiccInfo2>,
    context: CtxParamsForCommonAuthentication,
    euicc_signature1: Signature,
}

/// The profile is offered: the answer is to be signed with DPpb's key.
#[derive(Debug)]
#[must_use = "it is no answer until it is signed"]
pub struct DownloadOffered {
    /// The answer, but for its signature.
    pub answer: ToSign<Response>,
}

/// Commands are sent: the answer is to be signed with DPauth's key.
#[derive(Debug)]
#[must_use = "the order must be made durable before the answer is sent"]
pub struct CommandsOffered {
    /// The order as it is now: to be made durable before the answer is sent.
    pub order: RpmOrder,
    /// The answer, but for its signature.
    pub answer: ToSign<Response>,
}

impl Server {
    /// ES9+.AuthenticateClient (SGP.22 §5.6.3), first half: the session, the chain up to the CI, the eUICC's signature and
    /// what it covers, the versions repeated in it. A session whose client fails here is over.
    ///
    /// # Errors
    /// [`Refusal`]: which check said no.
    pub fn authenticate_client(
        &self,
        sessions: &mut Sessions,
        request: &AuthenticateClientRequest,
        now: UnixTime,
    ) -> Result<ClientChecked, Refusal> {
        let client = self.authority().prove(sessions, request, now)?;
        let ProvenClient { started, session, euicc, accepted, signed, context, euicc_signature1 } = client;
        let (download, rpm) = operations(&context, &session.negotiated)?;
        Ok(ClientChecked {
            download,
            rpm: rpm && signed.euicc_info2.euicc_rsp_capability.contains(EuiccRspCapability::RPM_SUPPORT),
            transaction_id: request.transaction_id.clone(),
            started,
            set: session.set,
            assurance: self.assurance(&euicc),
            euicc,
            accepted,
            info: signed.euicc_info2,
            context,
            euicc_signature1,
        })
    }
}

/// At the accepted version, is it a download that is asked for, or commands? Without an operation type it is a download; below
/// the maximum an operation type has no meaning, as for the older servers that skip it.
fn operations(context: &CtxParamsForCommonAuthentication, negotiated: &Negotiated) -> Result<(bool, bool), Refusal> {
    let asked = context.operation_type.filter(|_| negotiated.accepted().has_operation_type());
    let download = asked.is_none_or(|operation| operation.contains(OperationType::PROFILE_DOWNLOAD));
    let rpm = asked.is_some_and(|operation| operation.contains(OperationType::RPM));
    let download = download && negotiated.allows(model::version::PROFILE_DOWNLOAD);
    let rpm = rpm && negotiated.allows(model::version::RPM);
    if download || rpm { Ok((download, rpm)) } else { Err(Refusal::Operation) }
}

impl ClientChecked {
    /// Names the order; `None`, or empty: the order is found by [`eid`](Self::eid).
    #[must_use]
    pub fn matching_id(&self) -> Option<&str> {
        self.context.matching_id.as_deref().filter(|id| !id.is_empty())
    }

    /// The eUICC.
    #[must_use]
    pub const fn eid(&self) -> &Eid {
        &self.euicc.eid
    }

    /// How well its key is kept.
    #[must_use]
    pub const fn assurance(&self) -> Assurance {
        self.assurance
    }

    /// Whether a profile may be offered ([`Self::with_order`]).
    #[must_use]
    pub const fn takes_profile(&self) -> bool {
        self.download
    }

    /// Whether commands may be sent ([`Self::with_rpm_order`]): they are asked for, at a version that has them, by an eUICC
    /// that carries them out.
    #[must_use]
    pub const fn takes_commands(&self) -> bool {
        self.rpm
    }

    /// The version that both sides work at (E9).
    #[must_use]
    pub const fn accepted(&self) -> &Accepted {
        &self.accepted
    }

    /// What the eUICC says of itself, signed.
    #[must_use]
    pub fn euicc_info(&self) -> &EuiccInfo2 {
        &self.info
    }

    /// What the client says of the device.
    #[must_use]
    pub const fn context(&self) -> &CtxParamsForCommonAuthentication {
        &self.context
    }

    /// The second half, with the order that was looked up: offers the profile. The order does not change yet.
    ///
    /// # Errors
    /// [`Refusal`]: no order ([`Refusal::MatchingId`]; [`Refusal::NoOrderForCard`] where the client named none), or which of
    /// its checks said no. The session is over then.
    pub fn with_order(
        self,
        server: &Server,
        sessions: &mut Sessions,
        order: Option<&Order>,
        now: UnixTime,
    ) -> Result<DownloadOffered, Refusal> {
        if !self.download {
            return Err(Refusal::Operation);
        }
        // The caller looked it up by what the client named; by its eUICC alone, it must be that eUICC's.
        let order = match self.matching_id() {
            Some(id) => order.filter(|order| order.matching_id == id).ok_or(Refusal::MatchingId)?,
            None => order.filter(|order| order.eid == Some(self.euicc.eid)).ok_or(Refusal::NoOrderForCard)?,
        };
        order.check_offer(&self.euicc.eid, self.assurance, &self.info, now)?;
        let set = server.config.certificates.get(self.set).ok_or(Refusal::Session)?;
        let smdp_signed2 = SmdpSigned2 {
            transaction_id: self.transaction_id.clone(),
            cc_required_flag: order.code.is_some(),
            bpp_euicc_otpk: order.reusable_otpk(),
        };
        let slot = Arc::new(OnceLock::new());
        let capability = if self.accepted.at_v3() { self.info.euicc_rsp_capability } else { EuiccRspCapability::NONE };
        let session = Authenticated {
            transaction_id: self.transaction_id.clone(),
            euicc: self.euicc,
            matching_id: order.matching_id.clone(),
            iccid: order.iccid,
            set: self.set,
            capability,
            wrong_codes: Vec::new(),
            smdp_signature2: Arc::clone(&slot),
        };
        sessions.put(self.transaction_id, self.started, Stage::Offered(Box::new(session)));
        let unsigned = AuthenticateClientOk::unsigned(
            order.metadata_for(capability),
            smdp_signed2,
            &self.euicc_signature1,
            set.dp_pb.as_der().to_vec(),
        );
        let unsigned = unsigned.map(move |ok| {
            // What the eUICC signs next covers this signature; a second one is impossible, since it is made once.
            let _ = slot.set(ok.smdp_signature2);
            Response::AuthenticateClient(AuthenticateClientResponse::Ok(Box::new(ok)))
        });
        Ok(DownloadOffered { answer: ToSign { key: set.dp_pb_key.clone(), unsigned } })
    }

    /// The second half, with commands that wait for this eUICC (v3): sends them, signed with DPauth's key. The order
    /// is given back as it is then: to be made durable before the answer is sent, so that the eUICC's word is known when it comes.
    ///
    /// # Errors
    /// [`Refusal`]: no such order ([`Refusal::MatchingId`]; [`Refusal::NoOrderForCard`] where the client named none), another
    /// eUICC's, or one that is over; or commands were not asked for. The session is over then.
    pub fn with_rpm_order(
        self,
        server: &Server,
        sessions: &mut Sessions,
        order: Option<&RpmOrder>,
    ) -> Result<CommandsOffered, Refusal> {
        if !self.rpm {
            return Err(Refusal::Operation);
        }
        let order = match self.matching_id() {
            Some(id) => order.filter(|order| order.matching_id == id).ok_or(Refusal::MatchingId)?,
            None => order.filter(|order| order.eid == self.euicc.eid).ok_or(Refusal::NoOrderForCard)?,
        };
        let order = order.send(&self.euicc, &self.transaction_id)?;
        let set = server.config.certificates.get(self.set).ok_or(Refusal::Session)?;
        let signed = SmdpSigned3 {
            transaction_id: self.transaction_id.clone(),
            rpm_package: order.package.clone(),
            rpm_pending: order.pending,
        };
        let unsigned = AuthenticateClientOkRpm::unsigned(signed, &self.euicc_signature1);
        let session = Commanded {
            transaction_id: self.transaction_id.clone(),
            euicc: self.euicc,
            matching_id: order.matching_id.clone(),
            set: self.set,
        };
        sessions.put(self.transaction_id, self.started, Stage::Commanded(Box::new(session)));
        let unsigned = unsigned.map(|ok| Response::AuthenticateClient(AuthenticateClientResponse::Rpm(Box::new(ok))));
        Ok(CommandsOffered { order, answer: ToSign { key: set.dp_auth_key.clone(), unsigned } })
    }
}
