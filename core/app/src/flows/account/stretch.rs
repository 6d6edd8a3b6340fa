//! OPAQUE, over the network. Stretching a password takes a third of a second and 64 MiB, and is done where blocking is fine.

use super::AccountError;
use crate::{Landfall, OsRandom, cloud::CloudClient, cloud::ProblemKind};
use account::{
    keys::ExportKey,
    opaque::{self, LoggingIn, OpaqueError, Registered, Registering},
    wire::{LoggedIn, LoginFinish, LoginStart, RegisterStart},
};
use model::SecretBytes;
use tokio::task::spawn_blocking;

/// As NIST SP 800-63B has it: length counts, not what it is made of.
const SHORTEST: usize = 8;
/// Bytes.
const LONGEST_LOGIN: usize = 254;

/// A login as it is kept, if it is one.
pub(super) fn login(typed: &str) -> Result<String, AccountError> {
    let login = opaque::login(typed);
    let fine = (1..=LONGEST_LOGIN).contains(&login.len()) && !login.chars().any(char::is_control);
    if fine { Ok(login) } else { Err(AccountError::BadLogin) }
}

impl Landfall {
    /// Registers a new password for `login`: the record is the server's, the export key is nobody's but the user's.
    pub(super) async fn register_password(
        &self,
        cloud: &CloudClient,
        login: &str,
        password: &SecretBytes,
    ) -> Result<Registered, AccountError> {
        let characters = std::str::from_utf8(password.expose()).map_or(password.len(), |text| text.chars().count());
        if characters < SHORTEST {
            return Err(AccountError::WeakPassword(SHORTEST));
        }
        let (registering, request) = Registering::begin(password, &mut OsRandom::new())?;
        let started = cloud.register_start(&RegisterStart { login: login.to_owned(), request }).await?;
        let (password, scheme) = (password.clone(), self.scheme);
        let stretched =
            spawn_blocking(move || registering.finish(&password, &started.response, scheme, &mut OsRandom::new()));
        Ok(stretched.await.map_err(|_| OpaqueError::Stretch)??)
    }

    /// Proves the password to the server: a visitor's token, and what the password opens.
    pub(in crate::flows) async fn prove_password(
        &self,
        cloud: &CloudClient,
        login: &str,
        password: &SecretBytes,
    ) -> Result<(LoggedIn, ExportKey), AccountError> {
        let (logging_in, request) = LoggingIn::begin(password, &mut OsRandom::new())?;
        let started = cloud.login_start(&LoginStart { login: login.to_owned(), request }).await?;
        let (password, scheme) = (password.clone(), self.scheme);
        let stretched =
            spawn_blocking(move || logging_in.finish(&password, &started.response, scheme, &mut OsRandom::new()));
        let done = stretched.await.map_err(|_| OpaqueError::Stretch)??;
        let finish = LoginFinish { attempt: started.attempt, finish: done.finish };
        let logged_in = cloud.login_finish(&finish).await.map_err(|error| match error {
            error if error.is(ProblemKind::Unauthorised) => OpaqueError::Password.into(),
            error => AccountError::from(error),
        })?;
        Ok((logged_in, done.export))
    }
}
