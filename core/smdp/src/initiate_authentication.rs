use crate::session::{Initiated, Stage};
use crate::{Refusal, Server, Sessions, ToSign};
use model::{Random, UnixTime, VersionNumber, VersionSpec};
use rsp::TransactionId;
use rsp::es9::{InitiateAuthenticationOk, InitiateAuthenticationRequest, InitiateAuthenticationResponse, Response};
use rsp::es10::{EuiccInfo1, ServerRspCapability, ServerSigned1, SessionContext};
use rsp::message::VersionType;
use rsp::version::{Answer, Offer};

/// The first major version whose clients know a session context.
const SESSION_CONTEXT_SINCE: u8 = 3;

impl Server {
    /// ES9+.InitiateAuthentication (SGP.22 §5.6.1): a session begins, and DPauth's key is to sign this server's proof.
    ///
    /// # Errors
    /// [`Refusal`]: which check said no. There is no session then.
    pub fn initiate_authentication(
        &self,
        sessions: &mut Sessions,
        request: &InitiateAuthenticationRequest,
        now: UnixTime,
        random: &mut dyn Random,
    ) -> Result<ToSign<Response>, Refusal> {
        if !self.goes_by(&request.smdp_address) {
            return Err(Refusal::Address { asked: request.smdp_address.clone() });
        }
        let offer = Offer::from_info1(&request.euicc_info1);
        let written = request.written_versions.as_ref();
        let (answer, negotiated) = self.config.versions.answer_written(offer.clone(), written.cloned());
        let offer = offer.written(written);
        let negotiated = negotiated
            .ok_or_else(|| Refusal::Version { minimum: offer.minimum().clone(), maximum: offer.maximum().clone() })?;
        let signing_root = self.signing_root(&request.euicc_info1)?;
        let set = self.set_for(&request.euicc_info1)?;
        let certificates = self.config.certificates.get(set).ok_or(Refusal::NoCertificate)?;
        // The eUICC has no clock: nobody else would notice that they are out of their time.
        certificates.in_time(now).map_err(Refusal::OwnCertificate)?;
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
        let certificate = certificates.dp_auth.as_der().to_vec();
        let unsigned = InitiateAuthenticationOk::unsigned(signed, signing_root, certificate);
        let respond = |ok| Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(Box::new(ok)));
        Ok(ToSign { key: certificates.dp_auth_key.clone(), unsigned: unsigned.map(respond) })
    }

    /// The CI under which the eUICC shall prove itself: the first of its own list that is installed here.
    fn signing_root(&self, info: &EuiccInfo1) -> Result<Vec<u8>, Refusal> {
        let list = &info.euicc_ci_pk_id_list_for_signing;
        list.iter().find(|id| self.config.roots.get(id).is_some()).cloned().ok_or(Refusal::NoSharedRoot)
    }

    /// The certificates that the eUICC can verify, by the order of its own list.
    fn set_for(&self, info: &EuiccInfo1) -> Result<usize, Refusal> {
        let sets = &self.config.certificates;
        let mut trusted = info.euicc_ci_pk_id_list_for_verification.iter();
        trusted.find_map(|id| sets.iter().position(|set| set.root_key_id() == id)).ok_or(Refusal::NoCertificate)
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
