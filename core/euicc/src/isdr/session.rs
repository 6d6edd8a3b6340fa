use rsp::{
    TransactionId,
    cert::Certificate,
    message::{Signature, SubjectKeyIdentifier},
};

/// What the eUICC remembers between the functions of one authentication. A reset forgets it.
#[derive(Default)]
pub(crate) struct Session {
    /// The challenge that was given and not used yet.
    pub(crate) challenge: Option<[u8; 16]>,
    /// The server that has proved itself.
    pub(crate) server: Option<Authenticated>,
}

/// A server that has proved itself.
#[derive(Clone)]
pub(crate) struct Authenticated {
    pub(crate) transaction_id: TransactionId,
    /// The address that it signed.
    pub(crate) address: String,
    /// The CI under which the eUICC proved itself.
    pub(crate) ci_key_id: SubjectKeyIdentifier,
    /// The CI under which the server did.
    pub(crate) root_key_id: SubjectKeyIdentifier,
    /// CERT.DPauth.
    pub(crate) certificate: Certificate,
    /// What the eUICC answered, which the server's next signature covers.
    pub(crate) euicc_signature1: Signature,
}
