use super::{Bytes, Entry, HandOver, OrderView, SealedKeys};
use crate::signed::Signed;
use serde::{Deserialize, Serialize};

/// `POST /v1/accounts/start`: the first half of an OPAQUE registration (RFC 9807 §5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterStart {
    /// What the user signs in with; trimmed and in lower case.
    pub login: String,
    /// OPAQUE's RegistrationRequest.
    pub request: Bytes,
}

/// Its answer; the same whether the login is taken or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterStarted {
    /// OPAQUE's RegistrationResponse.
    pub response: Bytes,
}

/// `POST /v1/accounts`: the account whole, with its first device. 201 [`AccountView`]; 409 if the login is taken; the same request again answers
/// as the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// What the user signs in with.
    pub login: String,
    /// 16 bytes, made by the client.
    pub account: Bytes,
    /// OPAQUE's RegistrationRecord.
    pub record: Bytes,
    /// What only the account's keys open.
    pub sealed: SealedKeys,
    /// The first manifest, with the device that makes the account.
    pub manifest: Signed,
}

/// `POST /v1/passkeys/sign-in`: a passkey's token ([`Session`]), by its word on a [`Challenge`] ([`crate::passkey::proof`]). 401 whatever was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeySignIn {
    /// Its account, as the passkey itself says (`userHandle`).
    pub account: Bytes,
    /// Signed [`SessionProof`] without an account, by the passkey.
    pub proof: Signed,
}

/// `GET /v1/account`: how the account lies at the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The account.
    pub account: Bytes,
    /// What only the account's keys open.
    pub sealed: SealedKeys,
    /// The last manifest's version.
    pub manifest: u64,
    /// Rises when the operator restored a backup.
    pub restore_epoch: u64,
}

/// `GET /v1/account/export`: all that the server has of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The account.
    pub account: Bytes,
    /// What the user signs in with.
    pub login: String,
    /// What only the account's keys open.
    pub sealed: SealedKeys,
    /// The whole chain.
    pub manifests: Vec<Signed>,
    /// The whole log.
    pub entries: Vec<Entry>,
    /// Every order, the latest first.
    pub orders: Vec<OrderView>,
}

/// `POST /v1/login/start`: OPAQUE's KE1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginStart {
    /// What the user signs in with.
    pub login: String,
    /// OPAQUE's KE1.
    pub request: Bytes,
}

/// Its answer, of the same shape and in the same time for a login that nobody has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginStarted {
    /// Names this attempt to its end.
    pub attempt: Bytes,
    /// OPAQUE's KE2.
    pub response: Bytes,
}

/// `POST /v1/login/finish`: OPAQUE's KE3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginFinish {
    /// Of [`LoginStarted`].
    pub attempt: Bytes,
    /// OPAQUE's KE3.
    pub finish: Bytes,
}

/// Its answer: a visitor's token, which reads sealed keys and manifests, orders a lock, and asks to be approved or recovered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedIn {
    /// The account.
    pub account: Bytes,
    /// Good for 15 minutes.
    pub token: String,
    /// What only the account's keys open.
    pub sealed: SealedKeys,
}

/// `POST /v1/challenges`, without a body: something to sign, for whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// 32 bytes, good once and for a minute.
    pub challenge: Bytes,
}

/// What somebody signs to show that he is there now (`Kind::Session`). `POST /v1/sessions` takes it signed by a device's key and answers
/// [`Session`]; `POST /v1/recovery` by the sheet's key, which a lost password and a lost device leave, and answers [`LoggedIn`];
/// `DELETE /v1/account` by the owner key or the sheet's, and answers 204: the account is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionProof {
    /// The account.
    pub account: Bytes,
    /// The device; empty for the sheet and the owner key.
    #[serde(default)]
    pub device: Bytes,
    /// Its enrolment epoch; 0 for the sheet and the owner key.
    #[serde(default)]
    pub epoch: u64,
    /// Of [`Challenge`].
    pub challenge: Bytes,
}

/// The answer to `POST /v1/sessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// `Authorization: Bearer …`; bound to the device, gone with it.
    pub token: String,
    /// When it ends.
    pub expires: u64,
}

/// `PUT /v1/keys`: new sealed keys with the manifest that goes with them, whole or not at all (password change, rotation, recovery). 204; 409 if
/// another manifest came first. With a new record, with a new owner key, and by the sheet, every token of the account ends with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplaceKeys {
    /// A new OPAQUE record, if the password changes.
    pub record: Option<Bytes>,
    /// The new sealed keys.
    pub sealed: SealedKeys,
    /// The next manifest.
    pub manifest: Signed,
    /// Where it names a new owner key: the new root for each device that is one of the account's still, but the one that sends it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hand_overs: Vec<HandOver>,
}
