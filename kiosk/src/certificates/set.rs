use crate::{
    identity::IdentityError,
    keys::{KeyName, Keys},
};
use model::UnixTime;
use rsp::cert::Certificate;
use serde::{Deserialize, Serialize};
use store::{SqlError, Store, Transaction, params};

/// DPauth, DPpb and TLS under one CI.
#[derive(Debug, Clone)]
pub struct CertificateSet {
    /// CERT.CI.
    pub root: Certificate,
    /// CERT.DPauth.
    pub dp_auth: Certificate,
    /// CERT.DPpb.
    pub dp_pb: Certificate,
    /// CERT.DP.TLS.
    pub tls: Certificate,
}

/// A set as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetView {
    /// The CI's key id, hexadecimal.
    pub ci_key_id: String,
    /// The CI's name.
    pub ci: String,
    /// Until when all of them live.
    pub until: UnixTime,
    /// Whether it is the operator's own.
    pub own: bool,
}

const PREFIX: &str = "certificate-set.";
const PARTS: [&str; 4] = ["root", "dp-auth", "dp-pb", "tls"];

impl CertificateSet {
    /// The CI's key id, hexadecimal.
    #[must_use]
    pub fn ci_key_id(&self) -> String {
        hex::encode(self.root.subject_key_id())
    }

    /// As it is listed.
    pub(crate) fn view(&self, own: bool) -> SetView {
        let all = [&self.root, &self.dp_auth, &self.dp_pb, &self.tls];
        SetView {
            ci_key_id: self.ci_key_id(),
            ci: self.root.common_name().unwrap_or_default().to_owned(),
            until: all.map(Certificate::not_after).into_iter().min().unwrap_or(UnixTime(0)),
            own,
        }
    }

    /// As the SM-DP+ takes it.
    pub(crate) fn smdp(&self, keys: &Keys) -> smdp::CertificateSet {
        smdp::CertificateSet {
            dp_auth: self.dp_auth.clone(),
            dp_auth_key: keys.of_certificate(&self.dp_auth, KeyName::DpAuth),
            dp_pb: self.dp_pb.clone(),
            dp_pb_key: keys.of_certificate(&self.dp_pb, KeyName::DpPb),
        }
    }

    /// Those that are kept, by their CIs' key ids.
    ///
    /// # Errors
    /// [`IdentityError`]
    pub(crate) fn read_all(store: &Store) -> Result<Vec<Self>, IdentityError> {
        let rows = store.read::<_, store::Error>(|tx| {
            Ok(tx.query_all(
                "SELECT name, value FROM setting WHERE name >= ?1 AND name < ?1 || '~' ORDER BY name",
                params![PREFIX],
                |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)),
            )?)
        })?;
        let mut ids: Vec<&str> =
            rows.iter().filter_map(|(name, _)| name.strip_prefix(PREFIX)?.split('.').next()).collect();
        ids.dedup();
        let one = |id: &str, part: &'static str| {
            let name = format!("{PREFIX}{id}.{part}");
            let der = rows.iter().find(|(found, _)| *found == name).map(|(_, der)| der);
            let der = der.ok_or(IdentityError::Malformed(part))?;
            Certificate::parse(der).map_err(|_| IdentityError::Malformed(part))
        };
        let [root, dp_auth, dp_pb, tls] = PARTS;
        let set = |id: &str| {
            Ok(Self { root: one(id, root)?, dp_auth: one(id, dp_auth)?, dp_pb: one(id, dp_pb)?, tls: one(id, tls)? })
        };
        ids.into_iter().map(set).collect()
    }

    pub(super) fn write(&self, tx: &Transaction<'_>) -> Result<(), SqlError> {
        let all = [&self.root, &self.dp_auth, &self.dp_pb, &self.tls];
        for (part, certificate) in PARTS.iter().zip(all) {
            tx.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                params![format!("{PREFIX}{}.{part}", self.ci_key_id()), certificate.as_der()],
            )?;
        }
        Ok(())
    }

    /// Whether there was one.
    pub(super) fn delete(tx: &Transaction<'_>, ci_key_id: &str) -> Result<bool, SqlError> {
        let mut gone = 0;
        for part in PARTS {
            let name = format!("{PREFIX}{ci_key_id}.{part}");
            gone += tx.execute("DELETE FROM setting WHERE name = ?1", params![name])?;
        }
        Ok(gone > 0)
    }
}
