use super::{
    OpaqueError, login,
    suite::{CONTEXT, Source, Suite},
};
use crate::wire::Bytes;
use model::{Random, SecretBytes};
use opaque_ke::{
    CredentialFinalization, CredentialRequest, Identifiers, RegistrationRequest, RegistrationUpload, ServerLogin,
    ServerLoginParameters, ServerRegistration, ServerSetup,
};

/// The server's own keys: OPRF seed and AKE key pair. All records hang on them: lost, every password must be set anew; stolen together with the
/// records, passwords can be tried against them, at the cost of stretching each.
pub struct ServerKeys(ServerSetup<Suite>);

impl ServerKeys {
    /// New ones.
    #[must_use]
    pub fn make(random: &mut dyn Random) -> Self {
        Self(ServerSetup::new(&mut Source(random)))
    }

    /// As they were kept.
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`].
    pub fn read(kept: &SecretBytes) -> Result<Self, OpaqueError> {
        Ok(Self(ServerSetup::deserialize(kept.expose())?))
    }

    /// To be kept.
    #[must_use]
    pub fn to_bytes(&self) -> SecretBytes {
        SecretBytes::new(self.0.serialize().to_vec())
    }

    /// Answers a RegistrationRequest (RFC 9807 §5.2.2); alike whether the login is taken or not.
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`].
    pub fn register(&self, name: &str, request: &Bytes) -> Result<Bytes, OpaqueError> {
        let request = RegistrationRequest::deserialize(&request.0)?;
        let answer = ServerRegistration::<Suite>::start(&self.0, request, login(name).as_bytes())?;
        Ok(Bytes::from(answer.message.serialize()))
    }

    /// Whether a RegistrationRecord is one, before it is kept.
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`].
    pub fn record(record: &Bytes) -> Result<(), OpaqueError> {
        RegistrationUpload::<Suite>::deserialize(&record.0)?;
        Ok(())
    }

    /// Answers KE1 with KE2 (§6.2.2). Without a record, which is a login that nobody has, the answer is one that no password opens
    /// (§10.9), made by the same work.
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`].
    pub fn start(
        &self,
        name: &str,
        record: Option<&Bytes>,
        request: &Bytes,
        random: &mut dyn Random,
    ) -> Result<(Attempt, Bytes), OpaqueError> {
        let request = CredentialRequest::deserialize(&request.0)?;
        let record = record.map(|record| ServerRegistration::<Suite>::deserialize(&record.0)).transpose()?;
        let name = login(name);
        let begun = ServerLogin::start(&mut Source(random), &self.0, record, request, name.as_bytes(), parameters())?;
        Ok((Attempt(begun.state), Bytes::from(begun.message.serialize())))
    }
}

/// A login whose KE3 is waited for. Each is good once: it is taken out of its store before [`finish`](Self::finish).
pub struct Attempt(ServerLogin<Suite>);

impl Attempt {
    /// As it was kept.
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`].
    pub fn read(kept: &SecretBytes) -> Result<Self, OpaqueError> {
        Ok(Self(ServerLogin::deserialize(kept.expose())?))
    }

    /// To be kept until KE3 comes, to whichever instance.
    #[must_use]
    pub fn to_bytes(&self) -> SecretBytes {
        SecretBytes::new(self.0.serialize().to_vec())
    }

    /// Whether KE3 proves the password.
    ///
    /// # Errors
    /// [`OpaqueError::Password`] if not; [`OpaqueError::Malformed`].
    pub fn finish(self, finish: &Bytes) -> Result<(), OpaqueError> {
        let finish = CredentialFinalization::deserialize(&finish.0)?;
        self.0.finish(finish, parameters())?;
        Ok(())
    }
}

const fn parameters() -> ServerLoginParameters<'static, 'static> {
    ServerLoginParameters { context: Some(CONTEXT), identifiers: Identifiers { client: None, server: None } }
}

impl std::fmt::Debug for ServerKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKeys(..)")
    }
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Attempt(..)")
    }
}
