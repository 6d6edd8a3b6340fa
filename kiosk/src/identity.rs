//! The kiosk's certificates, as they lie in its database.

use crate::{
    certificates::CertificateSet,
    operator::{DiscoveryCertificates, KioskCertificates},
};
use model::UnixTime;
use rsp::cert::{Certificate, chain::Roots};
use store::{Store, Transaction, params};

/// Who the kiosk is.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The operator's root.
    pub root: Certificate,
    /// CERT.DPauth.
    pub dp_auth: Certificate,
    /// CERT.DPpb.
    pub dp_pb: Certificate,
    /// CERT.EUM.
    pub eum: Certificate,
    /// Certifies the near-field key.
    pub nearfield: Certificate,
    /// CERT.DP.TLS, for the name in the SM-DP+'s address.
    pub tls: Certificate,
    /// The EUM that the operator's cloud certifies cards again under, once it is known.
    pub cloud_eum: Option<Certificate>,
    /// Those under other CIs.
    pub sets: Vec<CertificateSet>,
    /// Those of the SM-DS, if the kiosk is one.
    pub discovery: Option<DiscoveryCertificates>,
}

/// Why the kiosk doesn't know who it is.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// `init` has not been run, or not to its end.
    #[error("the kiosk has no certificates; run `landfall-kiosk init`")]
    Missing,
    /// One can't be read.
    #[error("the kiosk's certificate {0} is malformed; run `landfall-kiosk renew`")]
    Malformed(&'static str),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// A certificate that can't be used at this time: it ended, or the clock is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotValid {
    /// The clock is before its beginning: the clock is wrong.
    #[error("the clock says {now}, but the kiosk's {which} certificate begins at {begins}: set the clock")]
    NotYet {
        /// The certificate.
        which: &'static str,
        /// The clock.
        now: UnixTime,
        /// When it begins.
        begins: UnixTime,
    },
    /// It has ended.
    #[error("the kiosk's {which} certificate ended at {ended} (the clock says {now}): run `landfall-kiosk renew`")]
    Ended {
        /// The certificate.
        which: &'static str,
        /// The clock.
        now: UnixTime,
        /// When it ended.
        ended: UnixTime,
    },
}

const CLOUD_EUM: &str = "cloud-eum";
const DISCOVERY: [&str; 2] = ["ds-auth", "ds-tls"];
const NAMES: [&str; 6] = ["root", "dp-auth", "dp-pb", "eum", "nearfield", "tls"];

impl Identity {
    /// Reads the certificates.
    ///
    /// # Errors
    /// [`IdentityError`]
    pub fn read(store: &Store) -> Result<Self, IdentityError> {
        let maybe = |name: &'static str| -> Result<Option<Certificate>, IdentityError> {
            let der: Option<Vec<u8>> = store.read::<_, store::Error>(|tx| {
                let key = format!("certificate.{name}");
                Ok(tx.query_optional("SELECT value FROM setting WHERE name = ?1", params![key], |row| row.get(0))?)
            })?;
            der.map(|der| Certificate::parse(&der).map_err(|_| IdentityError::Malformed(name))).transpose()
        };
        let one = |name| maybe(name)?.ok_or(IdentityError::Missing);
        let [ds_auth, ds_tls] = DISCOVERY.map(maybe);
        let discovery = ds_auth?.zip(ds_tls?).map(|(ds_auth, ds_tls)| DiscoveryCertificates { ds_auth, ds_tls });
        let [root, dp_auth, dp_pb, eum, nearfield, tls] = NAMES;
        Ok(Self {
            root: one(root)?,
            dp_auth: one(dp_auth)?,
            dp_pb: one(dp_pb)?,
            eum: one(eum)?,
            nearfield: one(nearfield)?,
            tls: one(tls)?,
            cloud_eum: maybe(CLOUD_EUM)?,
            sets: CertificateSet::read_all(store)?,
            discovery,
        })
    }

    pub(crate) fn write(tx: &Transaction<'_>, given: &KioskCertificates) -> Result<(), store::Error> {
        let all = [&given.root, &given.dp_auth, &given.dp_pb, &given.eum, &given.nearfield, &given.tls];
        let own = given.discovery.iter().flat_map(|own| DISCOVERY.iter().zip([&own.ds_auth, &own.ds_tls]));
        for (name, certificate) in NAMES.iter().zip(all).chain(own) {
            tx.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                params![format!("certificate.{name}"), certificate.as_der()],
            )?;
        }
        Ok(())
    }

    /// Checks that the certificates without which nothing is sold are valid at `now`. The EUM's is needed only for phones
    /// that have no card certificate yet: see [`Identity::check_eum`].
    ///
    /// # Errors
    /// [`NotValid`]
    pub fn check(&self, now: UnixTime) -> Result<(), NotValid> {
        valid("root", &self.root, now)?;
        valid("DPauth", &self.dp_auth, now)?;
        valid("DPpb", &self.dp_pb, now)?;
        valid("near-field", &self.nearfield, now)
    }

    /// Checks an EUM's certificate: the one that is in use, [`crate::Kiosk::eum`].
    ///
    /// # Errors
    /// [`NotValid`]
    pub fn check_eum(eum: &Certificate, now: UnixTime) -> Result<(), NotValid> {
        valid("EUM", eum, now)
    }

    /// Keeps a renewed EUM certificate in the place of the last one, and the cloud's own.
    pub(crate) fn write_eum(
        tx: &Transaction<'_>,
        renewed: &Certificate,
        cloud: &Certificate,
    ) -> Result<(), store::Error> {
        for (name, certificate) in [("eum", renewed), (CLOUD_EUM, cloud)] {
            tx.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                params![format!("certificate.{name}"), certificate.as_der()],
            )?;
        }
        Ok(())
    }

    /// Checks the certificate for HTTPS.
    ///
    /// # Errors
    /// [`NotValid`]
    pub fn check_tls(&self, now: UnixTime) -> Result<(), NotValid> {
        valid("TLS", &self.tls, now)?;
        self.discovery.as_ref().map_or(Ok(()), |own| valid("SM-DS TLS", &own.ds_tls, now))
    }

    /// The operator's root and the other CIs, as chains are checked against.
    #[must_use]
    pub fn roots(&self) -> Roots {
        let mut roots = Roots::default();
        for root in std::iter::once(&self.root).chain(self.sets.iter().map(|set| &set.root)) {
            if let Err(error) = roots.add(root.clone()) {
                tracing::error!(%error, "a root can't be used");
            }
        }
        roots
    }

    /// The set under the operator's own root.
    pub(crate) fn own_set(&self) -> CertificateSet {
        let (root, dp_auth) = (self.root.clone(), self.dp_auth.clone());
        CertificateSet { root, dp_auth, dp_pb: self.dp_pb.clone(), tls: self.tls.clone() }
    }
}

fn valid(which: &'static str, certificate: &Certificate, now: UnixTime) -> Result<(), NotValid> {
    let (begins, ended) = (certificate.not_before(), certificate.not_after());
    if now < begins {
        Err(NotValid::NotYet { which, now, begins })
    } else if now > ended {
        Err(NotValid::Ended { which, now, ended })
    } else {
        Ok(())
    }
}
