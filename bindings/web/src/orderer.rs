//! An operator that orders from an SM-DP+ (ES2+, SGP.22 §5.3), by certificate, key and root in a folder, as `landfall-kiosk operator client` writes them.

use crate::{
    client::{Client, HttpError, Patience},
    tls::{Identity, Trust},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use rsp::{
    cert::{
        AlternativeName, Certificate,
        chain::{Crls, Roots},
    },
    crypto::PrivateKey,
    es2::{PATH, Request},
    json::{ResponseHeader, StatusCodeData},
};
use serde::Deserialize;
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};
use zeroize::Zeroizing;

/// The operator's certificate in its folder, in PEM or DER.
pub const CERTIFICATE: &str = "client.pem";
/// Its private key, PKCS#8 in PEM or DER.
pub const KEY: &str = "client.key";
/// The root under which SM-DP+s prove themselves to it, in PEM or DER.
pub const ROOT: &str = "ca.pem";

/// An operator's way to an SM-DP+.
pub struct Orderer {
    client: Client,
    requester: String,
}

/// Why an order was not made, or not changed.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// A file can't be read.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not what it should be.
    #[error("{} can't be used: {why}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// There is no answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The server's checks said no.
    #[error("the server refused: {}{}", code(.0), .0.message.as_ref().map_or_else(String::new, |m| format!(": {m}")))]
    Refused(Box<StatusCodeData>),
    /// The answer is none of ES2+.
    #[error("the server's answer can't be read: {0}")]
    NotUnderstood(String),
}

impl AskError {
    /// Whether the same call may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Http(error) => error.retrying_helps(),
            Self::File { .. } | Self::Malformed { .. } | Self::Refused(_) | Self::NotUnderstood(_) => false,
        }
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::File { .. } => "Give the folder that `landfall-kiosk operator client` wrote.",
            Self::Malformed { .. } => "Have the certificate made anew: landfall-kiosk operator client.",
            Self::Http(HttpError::Lost(_)) => {
                "If that is so again, the server does not take this certificate: ask whoever runs it."
            }
            Self::Http(error) => error.hint(),
            Self::Refused(_) => "Look where the order stands, and what the stock has: nothing has changed.",
            Self::NotUnderstood(_) => "Tell whoever runs the server: it does not speak as this program does.",
        }
    }
}

/// Subject and reason.
fn code(data: &StatusCodeData) -> String {
    format!("{}/{}", data.subject_code, data.reason_code)
}

impl Orderer {
    /// By the files in `folder`, to the server of this name, with a port if it has one; `via` is where to connect instead of asking
    /// the DNS for it.
    ///
    /// # Errors
    /// [`AskError`]
    pub fn open(folder: &Path, server: &str, via: Option<String>) -> Result<Self, AskError> {
        let (identity, certificate) = identity(folder)?;
        let client = Client::mutual(server, Trust::new(roots(folder)?, Crls::default()), &identity)?.via(via);
        let requester = certificate.names().iter().find_map(|name| match name {
            AlternativeName::Oid(dotted) => Some(dotted.clone()),
            AlternativeName::Dns(_) => None,
        });
        let nameless =
            || AskError::Malformed { path: folder.join(CERTIFICATE), why: "it names no operator".to_owned() };
        Ok(Self { client, requester: requester.ok_or_else(nameless)? })
    }

    /// With another patience.
    #[must_use]
    pub fn patience(self, patience: Patience) -> Self {
        Self { client: self.client.patience(patience), ..self }
    }

    /// Its functionRequesterIdentifier, as its certificate has it.
    #[must_use]
    pub fn requester(&self) -> &str {
        &self.requester
    }

    /// Calls a function; answers the body of what was done.
    ///
    /// # Errors
    /// [`AskError`]
    pub async fn call<R: Request>(&mut self, request: &R) -> Result<Vec<u8>, AskError> {
        #[derive(Deserialize)]
        struct Answer {
            header: ResponseHeader,
        }
        let body = self.client.call(&format!("{PATH}{}", R::FUNCTION), request.encode()).await?.unwrap_or_default();
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|error| AskError::NotUnderstood(error.to_string()))?;
        let status = answer.header.function_execution_status;
        if status.status.is_executed() {
            return Ok(body);
        }
        let unsaid = || AskError::NotUnderstood("it was not done, and nothing says why".to_owned());
        Err(AskError::Refused(Box::new(status.status_code_data.ok_or_else(unsaid)?)))
    }
}

/// Who the operator is in TLS, at either end, by the files in `folder`; and its certificate.
///
/// # Errors
/// [`AskError`]
pub fn identity(folder: &Path) -> Result<(Identity, Certificate), AskError> {
    let certificate = certificate_in(&folder.join(CERTIFICATE))?;
    let path = folder.join(KEY);
    let malformed = |why: String| AskError::Malformed { path: path.clone(), why };
    let key = PrivateKey::read(&read(&path)?).map_err(|error| malformed(error.to_string()))?;
    if certificate.public_key() != Some(&key.public_key) {
        return Err(malformed("it is not the key of the certificate beside it".to_owned()));
    }
    let random = SystemRandom::new();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.pkcs8.expose(), &random);
    let pair = pair.map_err(|error| malformed(error.to_string()))?;
    let sign = move |message: &[u8]| {
        let signature = pair.sign(&random, message).map_err(|error| error.to_string())?;
        signature.as_ref().try_into().map_err(|_| "a signature of another size".to_owned())
    };
    Ok((Identity::new(vec![certificate.as_der().to_vec()], Arc::new(sign)), certificate))
}

/// Under what the SM-DP+s prove themselves that an operator knows, by the files in `folder`.
///
/// # Errors
/// [`AskError`]
pub fn roots(folder: &Path) -> Result<Roots, AskError> {
    let path = folder.join(ROOT);
    let mut roots = Roots::new();
    let added = roots.add(certificate_in(&path)?);
    added.map_err(|error| AskError::Malformed { path, why: error.to_string() })?;
    Ok(roots)
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, AskError> {
    let bytes = std::fs::read(path).map_err(|source| AskError::File { path: path.to_owned(), source })?;
    Ok(Zeroizing::new(bytes))
}

/// The certificate in a file, PEM or DER.
fn certificate_in(path: &Path) -> Result<Certificate, AskError> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let malformed = |why: &dyn ToString| AskError::Malformed { path: path.to_owned(), why: why.to_string() };
    let file = read(path)?;
    let text = std::str::from_utf8(&file).unwrap_or_default();
    let body = text.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END)).map(|(body, _)| body);
    let der = match body {
        Some(body) => {
            let packed: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
            BASE64_STANDARD.decode(packed).map_err(|error| malformed(&error))?
        }
        None => file.to_vec(),
    };
    Certificate::parse(&der).map_err(|error| malformed(&error))
}
