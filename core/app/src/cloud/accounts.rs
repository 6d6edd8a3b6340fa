//! Accounts, passwords, sealed keys.

use super::{CloudClient, CloudError, ask::Ask};
use account::{
    signed::Signed,
    wire::{
        AccountView, Challenge, Export, HandOver, LoggedIn, LoginFinish, LoginStart, LoginStarted, PasskeySignIn,
        Register, RegisterStart, RegisterStarted, ReplaceKeys, Session,
    },
};

impl CloudClient {
    /// `POST /v1/accounts/start`, as anybody.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn register_start(&self, start: &RegisterStart) -> Result<RegisterStarted, CloudError> {
        self.openly(Ask::post("/v1/accounts/start").with(start)).await
    }

    /// `POST /v1/accounts`, as anybody: the same again is answered as at first.
    ///
    /// # Errors
    /// [`CloudError`]: a conflict if the login is taken.
    pub async fn register(&self, register: &Register) -> Result<(), CloudError> {
        self.openly_done(Ask::post("/v1/accounts").with(register)).await
    }

    /// `POST /v1/login/start`, as anybody.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn login_start(&self, start: &LoginStart) -> Result<LoginStarted, CloudError> {
        self.openly(Ask::post("/v1/login/start").with(start)).await
    }

    /// `POST /v1/login/finish`, as anybody.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn login_finish(&self, finish: &LoginFinish) -> Result<LoggedIn, CloudError> {
        self.openly(Ask::post("/v1/login/finish").with(finish)).await
    }

    /// `POST /v1/challenges`, as anybody.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn challenge(&self) -> Result<Challenge, CloudError> {
        self.openly(Ask::post("/v1/challenges")).await
    }

    /// `POST /v1/passkeys/sign-in`, as anybody.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn sign_in_by_passkey(&self, sign_in: &PasskeySignIn) -> Result<Session, CloudError> {
        self.openly(Ask::post("/v1/passkeys/sign-in").with(sign_in)).await
    }

    /// `POST /v1/recovery`, as anybody: `proof` is signed by the sheet's key.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn recovery(&self, proof: &Signed) -> Result<LoggedIn, CloudError> {
        self.openly(Ask::post("/v1/recovery").with(proof)).await
    }

    /// `DELETE /v1/sessions`: this one, if one was begun.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn end_session(&self) -> Result<(), CloudError> {
        let (token, _) = self.token().await?;
        self.forget(&token);
        super::client::good(self.port.ask(Ask::delete("/v1/sessions").request(Some(&token))).await?).map(drop)
    }

    /// `GET /v1/account`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn account(&self) -> Result<AccountView, CloudError> {
        self.signed_in(Ask::get("/v1/account")).await
    }

    /// `PUT /v1/keys`.
    ///
    /// # Errors
    /// [`CloudError`]: a conflict if another manifest came first.
    pub async fn replace_keys(&self, replace: &ReplaceKeys) -> Result<(), CloudError> {
        self.done(Ask::put("/v1/keys").with(replace)).await
    }

    /// `GET /v1/hand-over`: the new root, as it was handed over to this device.
    ///
    /// # Errors
    /// [`CloudError`]: not found if there is none.
    pub async fn hand_over(&self) -> Result<HandOver, CloudError> {
        self.signed_in(Ask::get("/v1/hand-over")).await
    }

    /// `DELETE /v1/account`: `proof` is signed by the owner key or the sheet's.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn delete_account(&self, proof: &Signed) -> Result<(), CloudError> {
        self.openly_done(Ask::delete("/v1/account").with(proof)).await
    }

    /// `GET /v1/account/export`: whatever the server has of the account.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn export(&self) -> Result<Export, CloudError> {
        self.signed_in(Ask::get("/v1/account/export")).await
    }
}
