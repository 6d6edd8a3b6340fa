use crate::{Kiosk, checks};
use model::UnixTime;
use rsp::cert::{Certificate, ChainError, chain::verify_operator};
use serde::{Deserialize, Serialize};

/// An operator that may order from this kiosk: `[[client]]` in `kiosk.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Client {
    /// Its functionRequesterIdentifier, an object identifier: its certificate and its calls carry it.
    pub requester: String,
    /// Whose products it orders: the `operator` of products in stock files.
    pub operator: String,
    /// Key id, in hexadecimal, of the root that its certificate stands under (`trust add-client-ca` prints it). Without it, the root
    /// of the kiosk's own operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Where it is told of downloads (HandleDownloadProgressInfo): `https://NAME[:PORT][/PATH]`. Without a path, the standard's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<String>,
}

/// Who calls: proven by its certificate, and known to the kiosk's owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// Its functionRequesterIdentifier.
    pub(crate) requester: String,
    /// Whose products are its own.
    pub(crate) operator: String,
}

/// Why nobody is let in by this certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotLetIn {
    /// The certificate does not hold.
    #[error("the client's certificate: {0}")]
    Certificate(#[from] ChainError),
    /// It holds, but the kiosk's settings name nobody of that name under that root.
    #[error("no [[client]] of kiosk.toml is {0}")]
    Unknown(String),
}

impl Caller {
    /// Who has this certificate, at `now`.
    pub(crate) fn of(kiosk: &Kiosk, certificate: &Certificate, now: UnixTime) -> Result<Self, NotLetIn> {
        let server = kiosk.server();
        let found = verify_operator(certificate, &kiosk.client_roots(), &server.config().crls, Some(now))?;
        let own_root = hex::encode(kiosk.identity.root.subject_key_id());
        let root = hex::encode(&found.root_key_id);
        let known = kiosk.settings.clients.iter().find(|client| {
            let expected = client.root.as_deref().unwrap_or(&own_root);
            let own = expected.eq_ignore_ascii_case(&root) || !checks::CLIENT_ROOT.on();
            client.requester == found.requester && own
        });
        let known = known.ok_or(NotLetIn::Unknown(found.requester))?;
        Ok(Self { requester: known.requester.clone(), operator: known.operator.clone() })
    }
}
