use super::{
    OpaqueError,
    suite::{CONTEXT, Source, Suite, stretch},
};
use crate::{keys::ExportKey, scheme::Scheme, wire::Bytes};
use model::{Random, SecretBytes};
use opaque_ke::{
    ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, Identifiers, RegistrationResponse,
};

/// A client that asked to register a password.
pub struct Registering(ClientRegistration<Suite>);

/// What the server keeps, and what stays with the client.
#[derive(Debug)]
pub struct Registered {
    /// OPAQUE's RegistrationRecord.
    pub record: Bytes,
    /// By the password, and never the server's.
    pub export: ExportKey,
}

impl Registering {
    /// Begins: the RegistrationRequest (RFC 9807 §5.2.1).
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`] if the password is longer than 65,535 bytes.
    pub fn begin(password: &SecretBytes, random: &mut dyn Random) -> Result<(Self, Bytes), OpaqueError> {
        let begun = ClientRegistration::start(&mut Source(random), password.expose())?;
        Ok((Self(begun.state), Bytes::from(begun.message.serialize())))
    }

    /// Ends with the RegistrationRecord (§5.2.3). Takes as long as stretching a password does.
    ///
    /// # Errors
    /// [`OpaqueError`].
    pub fn finish(
        self,
        password: &SecretBytes,
        response: &Bytes,
        scheme: Scheme,
        random: &mut dyn Random,
    ) -> Result<Registered, OpaqueError> {
        let response = RegistrationResponse::deserialize(&response.0)?;
        let ksf = stretch(scheme);
        let parameters = ClientRegistrationFinishParameters::new(Identifiers::default(), Some(&ksf));
        let done = self.0.finish(&mut Source(random), password.expose(), response, parameters)?;
        let export = ExportKey::new(done.export_key.into());
        Ok(Registered { record: Bytes::from(done.message.serialize()), export })
    }
}

/// A client that asked to be let in.
pub struct LoggingIn(ClientLogin<Suite>);

/// What proves the password to the server, and what the password opens.
#[derive(Debug)]
pub struct LoggedIn {
    /// OPAQUE's KE3.
    pub finish: Bytes,
    /// As at the registration.
    pub export: ExportKey,
}

impl LoggingIn {
    /// Begins: KE1 (RFC 9807 §6.2).
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`] if the password is longer than 65,535 bytes.
    pub fn begin(password: &SecretBytes, random: &mut dyn Random) -> Result<(Self, Bytes), OpaqueError> {
        let begun = ClientLogin::start(&mut Source(random), password.expose())?;
        Ok((Self(begun.state), Bytes::from(begun.message.serialize())))
    }

    /// Ends with KE3. Takes as long as stretching a password does.
    ///
    /// # Errors
    /// [`OpaqueError::Password`] if the password is wrong, nobody has the login, or the server is not the one that registered it.
    pub fn finish(
        self,
        password: &SecretBytes,
        response: &Bytes,
        scheme: Scheme,
        random: &mut dyn Random,
    ) -> Result<LoggedIn, OpaqueError> {
        let response = CredentialResponse::deserialize(&response.0)?;
        let ksf = stretch(scheme);
        let parameters = ClientLoginFinishParameters::new(Some(CONTEXT), Identifiers::default(), Some(&ksf));
        let done = self.0.finish(&mut Source(random), password.expose(), response, parameters)?;
        let export = ExportKey::new(done.export_key.into());
        Ok(LoggedIn { finish: Bytes::from(done.message.serialize()), export })
    }
}

impl std::fmt::Debug for Registering {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Registering(..)")
    }
}

impl std::fmt::Debug for LoggingIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoggingIn(..)")
    }
}
