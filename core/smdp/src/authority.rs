//! Common mutual authentication (SGP.22 §3.0.1), which SM-DP+ and SM-DS do alike: the server proves itself, and the eUICC does.

use crate::session::{Eums, Initiated, Stage};
use crate::{KeyName, Refusal, Sessions, ToSign, checks};
use model::{Random, UnixTime, VersionNumber, VersionSpec};
use rsp::TransactionId;
use rsp::cert::{
    Certificate, ChainError, Role,
    chain::{Crls, Roots, VerifiedEuicc},
};
use rsp::es9::{
    AuthenticateClientRequest, InitiateAuthenticationOk, InitiateAuthenticationRequest, InitiateAuthenticationResponse,
    Response,
};
use rsp::es10::{
    AuthenticateResponseOk, AuthenticateServerResponse, CtxParamsForCommonAuthentication, EuiccInfo1,
    EuiccRspCapability, EuiccSigned1, ServerRspCapability, ServerSigned1, SessionContext,
};
use rsp::message::{Signature, VersionType};
use rsp::version::{Accepted, Answer, Offer, Supported};

/// The first major version whose clients know a session context.
const SESSION_CONTEXT_SINCE: u8 = 3;

/// Whoever proves itself to eUICCs.
pub(crate) struct Authority<'s> {
    /// The address that clients ask for.
    pub(crate) address: &'s str,
    pub(crate) roots: &'s Roots,
    pub(crate) crls: &'s Crls,
    pub(crate) versions: &'s Supported,
    /// With what it proves itself, the most preferred first: one for each CI.
    pub(crate) proofs: Vec<Proof<'s>>,
}

/// A certificate for authentication, and what must hold with it.
pub(crate) struct Proof<'s> {
    pub(crate) certificate: &'s Certificate,
    pub(crate) key: &'s KeyName,
    /// The certificates without whose time there is nothing to begin.
    pub(crate) in_use: Vec<(&'s Certificate, Role)>,
}

/// A client whose eUICC has proven itself.
pub(crate) struct ProvenClient {
    pub(crate) started: UnixTime,
    pub(crate) session: Box<Initiated>,
    pub(crate) euicc: VerifiedEuicc,
    pub(crate) accepted: Accepted,
    pub(crate) signed: EuiccSigned1,
    pub(crate) context: CtxParamsForCommonAuthentication,
    pub(crate) euicc_signature1: Signature,
}

impl Authority<'_> {
    /// InitiateAuthentication: a session begins, and the authentication key is to sign this server's proof.
    pub(crate) fn initiate(
        &self,
        sessions: &mut Sessions,
        request: &InitiateAuthenticationRequest,
        now: UnixTime,
        random: &mut dyn Random,
    ) -> Result<ToSign<Response>, Refusal> {
        if !goes_by(self.address, &request.smdp_address) {
            return Err(Refusal::Address { asked: request.smdp_address.clone() });
        }
        let offer = Offer::from_info1(&request.euicc_info1);
        let written = request.written_versions.as_ref();
        let (answer, negotiated) = self.versions.answer_written(offer.clone(), written.cloned());
        let offer = offer.written(written);
        let negotiated = negotiated
            .ok_or_else(|| Refusal::Version { minimum: offer.minimum().clone(), maximum: offer.maximum().clone() })?;
        let signing_root = self.signing_root(&request.euicc_info1)?;
        let (set, proof) = self.proof_for(&request.euicc_info1, now)?;
        let (id, server_challenge) = ids(random);
        let transaction_id = TransactionId::from(id);
        let version = sent_version(&offer, &answer);
        let context = version.and_then(VersionSpec::number).map(session_context);
        let written_version = version.filter(|_| written.is_some()).cloned();
        let sent = written_version
            .clone()
            .or_else(|| context.as_ref().and(version.and_then(VersionSpec::number)).map(VersionSpec::number_only));
        let negotiated = negotiated.sent(sent);
        let signed = ServerSigned1 {
            transaction_id: transaction_id.clone(),
            euicc_challenge: request.euicc_challenge,
            server_address: request.smdp_address.clone(),
            server_challenge,
            server_rsp_capability: context.is_some().then_some(ServerRspCapability::NONE),
            session_context: context,
            written_version,
        };
        let initiated = Initiated {
            server_challenge,
            server_address: request.smdp_address.clone(),
            negotiated,
            euicc_rsp_capability: request.euicc_info1.euicc_rsp_capability,
            lpa_rsp_capability: request.lpa_rsp_capability,
            signing_root: signing_root.clone(),
            set,
        };
        sessions.begin(transaction_id, Stage::Initiated(Box::new(initiated)), now)?;
        let unsigned = InitiateAuthenticationOk::unsigned(signed, signing_root, proof.certificate.as_der().to_vec());
        let respond = |ok| Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(Box::new(ok)));
        Ok(ToSign { key: proof.key.clone(), unsigned: unsigned.map(respond) })
    }

    /// AuthenticateClient, as far as it is the same everywhere: the session, the chain up to the CI, the eUICC's signature and what it
    /// covers, the versions repeated in it. A session whose client fails here is over.
    pub(crate) fn prove(
        &self,
        sessions: &mut Sessions,
        request: &AuthenticateClientRequest,
        now: UnixTime,
    ) -> Result<ProvenClient, Refusal> {
        let (started, session) = sessions.take(&request.transaction_id, now, |stage| match stage {
            Stage::Initiated(initiated) => Ok(initiated),
            other => Err(other),
        })?;
        let ok = match &*request.authenticate_server_response {
            AuthenticateServerResponse::Ok(ok) => ok,
            AuthenticateServerResponse::Error(error) => {
                return Err(Refusal::Euicc { code: error.authenticate_error_code.code() });
            }
        };
        let euicc = self.verified_euicc(&mut sessions.eums, ok, &session, now)?;
        ok.verify(&euicc.public_key).map_err(|_| Refusal::Signature)?;
        let signed = &ok.euicc_signed1;
        if signed.transaction_id != request.transaction_id && checks::SESSION.on() {
            return Err(Refusal::OtherTransaction);
        }
        let same = [
            ("server challenge", signed.server_challenge == session.server_challenge),
            ("server address", signed.server_address == session.server_address),
        ];
        if let Some((what, _)) = same.into_iter().find(|(_, same)| !same && checks::SESSION.on()) {
            return Err(Refusal::SignedOther { what });
        }
        let context = signed.ctx_params1.common().ok_or(Refusal::Operation)?.clone();
        let offer = Offer::from_info2(&signed.euicc_info2);
        let accepted = session.negotiated.confirm(&offer, context.written_versions.as_deref())?.clone();
        if accepted.at_v3() && checks::CAPABILITIES.on() {
            check_capabilities(&session, signed.euicc_info2.euicc_rsp_capability, &context)?;
        }
        let (signed, euicc_signature1) = ((**signed).clone(), ok.euicc_signature1);
        Ok(ProvenClient { started, session, euicc, accepted, signed, context, euicc_signature1 })
    }

    fn verified_euicc(
        &self,
        eums: &mut Eums,
        ok: &AuthenticateResponseOk,
        session: &Initiated,
        now: UnixTime,
    ) -> Result<VerifiedEuicc, Refusal> {
        let eum = eums.verified(&ok.eum_certificate, self.roots, self.crls, now)?;
        let certificate =
            Certificate::parse(&ok.euicc_certificate).map_err(|error| Refusal::EuiccCertificate(error.into()))?;
        let euicc = eum.verify_euicc(&certificate, Some(now)).map_err(Refusal::EuiccCertificate)?;
        if euicc.root_key_id == session.signing_root { Ok(euicc) } else { Err(Refusal::OtherRoot) }
    }

    /// The CI under which the eUICC shall prove itself: the first of its own list that is installed here.
    fn signing_root(&self, info: &EuiccInfo1) -> Result<Vec<u8>, Refusal> {
        let list = &info.euicc_ci_pk_id_list_for_signing;
        list.iter().find(|id| self.roots.get(id).is_some()).cloned().ok_or(Refusal::NoSharedRoot)
    }

    /// The certificates that the eUICC can verify, by the order of its own list. It has no clock, so nobody else would notice that they are
    /// out of their time: those are passed over, and named if there are no others.
    fn proof_for(&self, info: &EuiccInfo1, now: UnixTime) -> Result<(usize, &Proof<'_>), Refusal> {
        let mut refused = Refusal::NoCertificate;
        for id in &info.euicc_ci_pk_id_list_for_verification {
            let under = |proof: &Proof<'_>| proof.certificate.authority_key_id() == id.as_slice();
            for (set, proof) in self.proofs.iter().enumerate().filter(|(_, proof)| under(proof)) {
                match proof.in_time(now) {
                    Ok(()) => return Ok((set, proof)),
                    Err(error) if refused == Refusal::NoCertificate => refused = Refusal::OwnCertificate(error),
                    Err(_) => {}
                }
            }
        }
        Err(refused)
    }
}

impl Proof<'_> {
    /// All are in their time.
    fn in_time(&self, now: UnixTime) -> Result<(), ChainError> {
        for (certificate, role) in &self.in_use {
            let (role, not_before, not_after) = (*role, certificate.not_before(), certificate.not_after());
            if now < not_before {
                return Err(ChainError::NotYetValid { role, not_before, now });
            }
            if now > not_after {
                return Err(ChainError::Expired { role, not_after, now });
            }
        }
        Ok(())
    }
}

/// Whether `asked` is the server at `own`: the same host, and the same port where both name one.
pub(crate) fn goes_by(own: &str, asked: &str) -> bool {
    let ((host, port), (own_host, own_port)) = (split_port(asked), split_port(own));
    let ports = port.zip(own_port).is_none_or(|(port, own)| port == own);
    ports && host.eq_ignore_ascii_case(own_host)
}

/// Host and port; what follows the last colon is a port only if it is a number.
fn split_port(address: &str) -> (&str, Option<u16>) {
    match address.rsplit_once(':') {
        Some((host, port)) => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => (address, None),
        },
        None => (address, None),
    }
}

/// What was told at the beginning, by nobody's signature, is what the eUICC signed (SGP.22 v3 §5.6.3). An LPA that tells its
/// capabilities at the beginning alone is taken: nothing rests on them then.
fn check_capabilities(
    session: &Initiated,
    euicc: EuiccRspCapability,
    context: &CtxParamsForCommonAuthentication,
) -> Result<(), Refusal> {
    let expected = session.euicc_rsp_capability;
    let cut_off = expected.is_none() && euicc.contains(EuiccRspCapability::EUICC_RSP_CAP_IN_INFO1);
    if cut_off || expected.is_some_and(|told| told != euicc) {
        return Err(Refusal::EuiccCapability);
    }
    match context.device_info.lpa_rsp_capability {
        Some(signed) if session.lpa_rsp_capability != Some(signed) => Err(Refusal::LpaCapability),
        _ => Ok(()),
    }
}

/// Transaction id and challenge, in one draw.
fn ids(random: &mut dyn Random) -> ([u8; 16], [u8; 16]) {
    let mut both = [[0; 16]; 2];
    random.fill(both.as_flattened_mut());
    let [id, challenge] = both;
    (id, challenge)
}

/// The server's version, for clients that know of it (E2); older ones get an answer without.
fn sent_version<'a>(offer: &Offer, answer: &'a Answer) -> Option<&'a VersionSpec> {
    let Answer::Version(server) = answer else { return None };
    let knows = offer.maximum().number().is_some_and(|number| number.major >= SESSION_CONTEXT_SINCE)
        || matches!(offer, Offer::Range { .. });
    Some(server).filter(|_| knows)
}

fn session_context(version: VersionNumber) -> SessionContext {
    SessionContext { server_svn: VersionType(version.to_version_type()), ..SessionContext::default() }
}

#[cfg(test)]
mod tests {
    use super::split_port;

    #[test]
    fn ports() {
        assert_eq!(split_port("dp.example"), ("dp.example", None));
        assert_eq!(split_port("dp.example:8443"), ("dp.example", Some(8443)));
        assert_eq!(split_port("[::1]:443"), ("[::1]", Some(443)));
        assert_eq!(split_port("dp.example:99999"), ("dp.example:99999", None));
        assert_eq!(split_port(""), ("", None));
    }
}
