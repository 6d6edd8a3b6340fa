//! Common mutual authentication (SGP.22 §3.0.1).

use super::session::{Session, Stage, read};
use super::{Failure, version};
use crate::cert::{Certificate, oid};
use crate::checks;
use crate::es9::{
    AuthenticateClientRequest, InitiateAuthenticationError, InitiateAuthenticationRequest,
    InitiateAuthenticationResponse, Request,
};
use crate::es10::{
    AuthenticateServerRequest, AuthenticateServerResponse, CtxParamsForCommonAuthentication, EuiccInfo1,
    GetEuiccChallengeRequest, GetEuiccChallengeResponse, OperationType,
};
use crate::message::Raw;

impl Session {
    pub(super) fn info(&mut self, answer: &[u8]) -> Result<(), Failure> {
        let info = read(answer)?;
        self.ask_card(Stage::Challenge { info }, &GetEuiccChallengeRequest);
        Ok(())
    }

    pub(super) fn challenge(&mut self, info: Raw<EuiccInfo1>, answer: &[u8]) -> Result<(), Failure> {
        let challenge = read::<GetEuiccChallengeResponse>(answer)?.euicc_challenge;
        let request = InitiateAuthenticationRequest {
            euicc_challenge: challenge,
            smdp_address: self.config.server_address.clone(),
            euicc_info1: info.clone(),
            // Of a v3 LPA and eUICC: before the server's answer nobody knows of which version it is, and an older one skips it.
            lpa_rsp_capability: self.config.lpa_rsp_capability.filter(|_| knows_v3(&info)),
            written_versions: self.config.written_versions.clone(),
        };
        self.ask_server(Stage::Initiate { info, challenge }, &Request::InitiateAuthentication(request));
        Ok(())
    }

    pub(super) fn initiated(
        &mut self,
        info: &EuiccInfo1,
        challenge: [u8; 16],
        answer: InitiateAuthenticationResponse,
    ) -> Result<(), Failure> {
        let ok = match answer {
            InitiateAuthenticationResponse::Ok(ok) => ok,
            InitiateAuthenticationResponse::Error(refused) => {
                let no_version = refused.code == InitiateAuthenticationError::EuiccVersionNotSupportedByDp;
                return Err(match version::refused(info, self.config.written_versions.as_ref()) {
                    Some(refusal) if no_version => Failure::Version(refusal),
                    _ => Failure::Refused { function: "InitiateAuthentication", status: refused.status },
                });
            }
        };
        // Where this fails nothing is to be cancelled yet: the eUICC has not taken the server, which forgets the
        // session by itself.
        let signed = &ok.server_signed1;
        if signed.transaction_id != ok.transaction_id && checks::SESSION.on() {
            return Err(Failure::Session);
        }
        if signed.euicc_challenge != challenge && checks::SESSION.on() {
            return Err(Failure::Challenge);
        }
        if !signed.server_address.eq_ignore_ascii_case(&self.config.server_address) {
            let (asked, found) = (self.config.server_address.clone(), signed.server_address.clone());
            return Err(Failure::ServerAddress { asked, found });
        }
        if let Some(asked) = self.config.server_oid.as_ref().filter(|asked| !has_oid(&ok.server_certificate, asked)) {
            return Err(Failure::ServerOid { asked: asked.clone() });
        }
        self.check_role(&ok.server_certificate)?;
        let written = self.config.written_versions.clone();
        let version = version::accepted(info, written.as_ref(), signed).map_err(Failure::Version)?;
        // Who came for commands alone has nothing to ask of a server that knows none.
        if self.operation == OperationType::RPM && !version.allows(model::version::RPM) {
            return Err(Failure::NoCommands);
        }
        // E3: without a server version the session is held at the minimum, and no operation type is sent.
        let v3 = version.has_operation_type();
        let context = CtxParamsForCommonAuthentication {
            matching_id: self.config.matching_id.clone(),
            device_info: self.config.device_info(v3),
            operation_type: v3.then_some(self.operation),
            iccid: self.config.iccid.filter(|_| v3),
            // Under the eUICC's signature, so that nobody in the middle changes it.
            written_versions: written.filter(|_| v3).map(Box::new),
        };
        self.version = Some(version);
        self.transaction_id = Some(ok.transaction_id);
        let request = AuthenticateServerRequest {
            server_signed1: ok.server_signed1,
            server_signature1: ok.server_signature1,
            euicc_ci_pk_id_to_be_used: ok.euicc_ci_pk_id_to_be_used,
            server_certificate: ok.server_certificate,
            ctx_params1: context.into_ctx_params1(),
        };
        self.ask_card(Stage::Authenticate, &request);
        Ok(())
    }

    pub(super) fn authenticated(&mut self, answer: &[u8]) -> Result<(), Failure> {
        let response = read::<AuthenticateServerResponse>(answer)?;
        if let AuthenticateServerResponse::Error(error) = &*response {
            return Err(Failure::Authentication(error.authenticate_error_code));
        }
        let transaction_id = self.transaction_id.clone().ok_or(Failure::Session)?;
        let request = AuthenticateClientRequest { transaction_id, authenticate_server_response: response };
        self.ask_server(Stage::Client, &Request::AuthenticateClient(request));
        Ok(())
    }
}

/// Whether the eUICC knows what came with version 3.
fn knows_v3(info: &EuiccInfo1) -> bool {
    info.highest_svn.unwrap_or(info.lowest_svn).major() >= 3
}

/// Whether the certificate names the server by this object identifier. Whether the certificate holds, the eUICC finds out next.
fn has_oid(certificate: &[u8], asked: &str) -> bool {
    let found = Certificate::parse(certificate).ok().and_then(|certificate| certificate.server_oid());
    !checks::SERVER_OID.on() || found.is_some() && found == oid::content(asked)
}
