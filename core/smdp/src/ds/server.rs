use super::{ClientProven, DsCertificate};
use crate::{
    Asked, ConfigError, Function, Refusal, Sessions, ToSign,
    authority::{Authority, goes_by},
};
use model::{Random, UnixTime};
use rsp::{
    cert::chain::{Crls, Roots},
    es9::{
        AuthenticateClientRequest, InitiateAuthenticationRequest, InitiateAuthenticationResponse, Refused, Response,
    },
    es11::AuthenticateClientResponse,
    reason::StatusCode,
    version::Supported,
};

/// What an SM-DS is made of.
#[derive(Debug, Clone)]
pub struct DsConfig {
    /// The address that clients ask for: a host, with a port or without. Without one, any port is taken.
    pub address: String,
    /// Certificates, the most preferred first: one for each CI.
    pub certificates: Vec<DsCertificate>,
    /// CIs whose eUICCs are answered.
    pub roots: Roots,
    /// Revocation lists.
    pub crls: Crls,
    /// Versions, the most preferred first.
    pub versions: Supported,
}

/// An SM-DS. It holds nothing that changes: sessions are in [`crate::Sessions`] of its own, events with the caller.
#[derive(Debug, Clone)]
pub struct DsServer {
    config: DsConfig,
}

impl DsServer {
    /// A server whose own certificates have been checked at `now` (`None`: there is no clock).
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn new(config: DsConfig, now: Option<UnixTime>) -> Result<Self, ConfigError> {
        if config.address.is_empty() {
            return Err(ConfigError::Address);
        }
        if config.certificates.is_empty() {
            return Err(ConfigError::NoCertificates);
        }
        config.certificates.iter().try_for_each(|own| own.check(&config.roots, &config.crls, now))?;
        Ok(Self { config })
    }

    /// What it is made of.
    #[must_use]
    pub const fn config(&self) -> &DsConfig {
        &self.config
    }

    /// New revocation lists, to be looked at from now on.
    pub fn set_crls(&mut self, crls: Crls) {
        self.config.crls = crls;
    }

    /// Whether `asked` is this server: the same host, and the same port where both name one.
    #[must_use]
    pub fn goes_by(&self, asked: &str) -> bool {
        goes_by(&self.config.address, asked)
    }

    /// ES11.InitiateAuthentication (SGP.22 §5.8.1): a session begins, and DSauth's key is to sign this server's proof.
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
        self.authority().initiate(sessions, request, now, random)
    }

    /// ES11.AuthenticateClient (SGP.22 §5.8.2), first half: the eUICC proves itself. The session is over with this, whatever comes of it.
    ///
    /// # Errors
    /// [`Refusal`]: which check said no.
    pub fn authenticate_client(
        &self,
        sessions: &mut Sessions,
        request: &AuthenticateClientRequest,
        now: UnixTime,
    ) -> Result<ClientProven, Refusal> {
        let client = self.authority().prove(sessions, request, now)?;
        Ok(ClientProven::new(request.transaction_id.clone(), client))
    }

    /// A refusal as an SM-DS says it; `None` for the functions that it does not have.
    #[must_use]
    pub fn response(&self, refusal: &Refusal, asked: Asked) -> Option<Response> {
        let status = told(refusal);
        match asked.function {
            Function::InitiateAuthentication => Some(Response::InitiateAuthentication(
                InitiateAuthenticationResponse::Error(Refused::from_status(status)),
            )),
            Function::AuthenticateClient => {
                Some(Response::AuthenticateClientEs11(AuthenticateClientResponse::Error(Refused::from_status(status))))
            }
            _ => None,
        }
    }

    fn authority(&self) -> Authority<'_> {
        let DsConfig { address, roots, crls, versions, certificates } = &self.config;
        Authority { address, roots, crls, versions, proofs: certificates.iter().map(DsCertificate::proof).collect() }
    }
}

/// What is said of an SM-DP+ (8.8 and below) is said of an SM-DS under 8.9, with the same numbers behind it (SGP.22 §5.2.6.1).
fn told(refusal: &Refusal) -> StatusCode {
    let status = refusal.status();
    match status.subject.strip_prefix("8.8") {
        Some(rest) if rest.is_empty() || rest.starts_with('.') => {
            StatusCode { subject: format!("8.9{rest}").into(), reason: status.reason }
        }
        _ => status,
    }
}
