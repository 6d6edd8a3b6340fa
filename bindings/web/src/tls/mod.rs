//! TLS 1.2 and 1.3 with ECDSA P-256, as SGP.22 §2.6.6 has it, under certificates of SGP.22's roles.

mod clients;
mod identity;
mod signer;
mod trust;

pub use clients::{Clients, Verify};
pub use identity::{Identity, TlsError};
pub use signer::Sign;
pub use trust::{Kind, NotTrusted, Trust};
use trust::{not_trusted, signature};

use rustls::crypto::CryptoProvider;
use std::sync::Arc;

/// HTTP/2 first, then HTTP/1.1 (RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
