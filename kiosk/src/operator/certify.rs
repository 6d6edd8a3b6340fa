//! A kiosk's certificates.

use super::{Operator, OperatorError, book::Issued, slug};
use crate::entropy::Entropy;
use model::UnixTime;
use rsp::cert::{
    Certificate,
    issue::{self, ServerName, Validity},
};

/// What a new kiosk asks its operator for. Nothing of it is secret.
#[derive(Debug, Clone)]
pub struct KioskRequest {
    /// The kiosk's name.
    pub name: String,
    /// Its DPauth key.
    pub dp_auth: [u8; 65],
    /// Its DPpb key.
    pub dp_pb: [u8; 65],
    /// Its EUM key.
    pub eum: [u8; 65],
    /// Its X25519 key.
    pub nearfield: [u8; 32],
    /// Its TLS key.
    pub tls: [u8; 65],
    /// The DNS name by which phones reach it over HTTPS.
    pub host: String,
    /// If it is to be an SM-DS too.
    pub discovery: Option<DiscoveryRequest>,
}

/// What an SM-DS asks for.
#[derive(Debug, Clone)]
pub struct DiscoveryRequest {
    /// Its DSauth key.
    pub ds_auth: [u8; 65],
    /// Its TLS key.
    pub ds_tls: [u8; 65],
    /// Its DNS name.
    pub host: String,
}

/// What an SM-DS proves itself with.
#[derive(Debug, Clone)]
pub struct DiscoveryCertificates {
    /// CERT.DSauth.
    pub ds_auth: Certificate,
    /// CERT.DS.TLS.
    pub ds_tls: Certificate,
}

/// What the operator gives it.
#[derive(Debug, Clone)]
pub struct KioskCertificates {
    /// The root.
    pub root: Certificate,
    /// CERT.DPauth.
    pub dp_auth: Certificate,
    /// CERT.DPpb.
    pub dp_pb: Certificate,
    /// CERT.EUM: limited to the kiosk's EID range, and to days.
    pub eum: Certificate,
    /// Certifies the near-field key.
    pub nearfield: Certificate,
    /// CERT.DP.TLS.
    pub tls: Certificate,
    /// Of the SM-DS.
    pub discovery: Option<DiscoveryCertificates>,
    /// The operator's name.
    pub operator: String,
}

/// How long certificates live, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The EUM's: a stolen one mints cards until then.
    pub eum: u32,
    /// The others'.
    pub others: u32,
}

impl Default for Days {
    fn default() -> Self {
        Self { eum: 14, others: 90 }
    }
}

impl Operator {
    /// Certifies a kiosk, anew if it was before: the same name keeps its EID range.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn certify(
        &mut self,
        request: &KioskRequest,
        days: Days,
        now: UnixTime,
    ) -> Result<KioskCertificates, OperatorError> {
        let name = slug(&request.name);
        let place = match self.book.kiosks.iter().position(|k| *k == name) {
            Some(place) => place,
            None => {
                self.book.kiosks.push(name.clone());
                self.book.kiosks.len() - 1
            }
        };
        let key = hex::encode(request.nearfield);
        let known = self.book.keys.insert(name.clone(), key.clone());
        self.warning = known.filter(|known| *known != key).map(|_| {
            format!(
                "a kiosk named {name} was certified before, with other keys: if it is still in use, the two share a name, \
                 a range of EIDs and an OID; make this one anew under another name"
            )
        });
        self.save()?;
        let random = &mut Entropy;
        let operator = self.book.name.clone();
        // Clocks of phones are a little behind, too.
        let from = UnixTime(now.0.saturating_sub(3_600));
        let (long, short) = (Validity::days(from, days.others + 1), Validity::days(from, days.eum + 1));
        // 2.999 is the arc for examples (ITU-T X.660): an operator with an arc of its own puts it here.
        let server =
            ServerName { organization: operator.clone(), common_name: name.clone(), oid: format!("2.999.{place}") };
        let prefix = format!("{}{place:06}", self.book.eid_prefix);
        let dp_auth = self.sign(issue::dp_auth(&self.root, &server, &request.dp_auth, long, random)?)?;
        let dp_pb = self.sign(issue::dp_pb(&self.root, &server, &request.dp_pb, long, random)?)?;
        let eum = issue::eum(&self.root, &operator, &format!("{name} EUM"), &request.eum, &[&prefix], short, random)?;
        let eum = self.sign(eum)?;
        let nearfield = self.sign(issue::kiosk(&self.root, &name, &request.nearfield, long, random)?)?;
        let tls = self.sign(issue::tls(&self.root, &server, &request.host, &request.tls, long, random)?)?;
        let discovery = match &request.discovery {
            Some(wanted) => Some(self.certify_discovery(wanted, &server, long)?),
            None => None,
        };
        self.book.issued.retain(|issued| issued.until > now.0);
        let own = discovery.iter().flat_map(|own| [&own.ds_auth, &own.ds_tls]);
        for certificate in [&dp_auth, &dp_pb, &eum, &nearfield, &tls].into_iter().chain(own) {
            let serial = hex::encode(certificate.serial());
            let until = certificate.not_after().0;
            self.book.issued.push(Issued { kiosk: name.clone(), serial, until, revoked: false });
        }
        // Before they are given out: what isn't written down can't be taken back.
        self.save()?;
        Ok(KioskCertificates { root: self.root.clone(), dp_auth, dp_pb, eum, nearfield, tls, discovery, operator })
    }

    fn certify_discovery(
        &self,
        wanted: &DiscoveryRequest,
        server: &ServerName,
        validity: Validity,
    ) -> Result<DiscoveryCertificates, OperatorError> {
        // Another server than the SM-DP+, so another identifier.
        let server = ServerName { oid: format!("{}.1", server.oid), ..server.clone() };
        let random = &mut Entropy;
        let ds_auth = self.sign(issue::ds_auth(&self.root, &server, &wanted.ds_auth, validity, random)?)?;
        let ds_tls = self.sign(issue::ds_tls(&self.root, &server, &wanted.host, &wanted.ds_tls, validity, random)?)?;
        Ok(DiscoveryCertificates { ds_auth, ds_tls })
    }

    /// What is odd about the latest certification.
    #[must_use]
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }
}
