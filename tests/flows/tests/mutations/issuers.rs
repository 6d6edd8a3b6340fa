//! Everybody who certifies cards: those who may, and those who may not any more, not yet, not these, or not here.

use landfall_flows::{Key, buyer::Buyer, now, random};
use model::{Eid, UnixTime};
use rsp::{
    cert::{
        Assurance, Certificate,
        chain::{Crls, Roots},
        issue::{self, ServerName, Validity},
    },
    crypto::OneTimeKey,
};
use smdp::{CertificateSet, KeyName};
use std::collections::BTreeMap;

const NAME: &str = "Nord";
const DAY: u64 = 86_400;
/// How the server is called.
pub(crate) const ADDRESS: &str = "depot.example";

/// A root, and the EUM that it certified.
pub(crate) struct Issuer {
    key: Key,
    ci: Certificate,
    eum_key: Key,
    eum: Certificate,
}

fn days(from: UnixTime, count: u32) -> Validity {
    Validity::days(from, count)
}

pub(crate) fn good() -> Validity {
    days(UnixTime(now().0 - DAY), 30)
}

fn eid() -> Eid {
    let number = u64::from_be_bytes(model::Random::array(&mut random));
    Eid::with_check_digits(&format!("89049032{number:022}")).expect("30 digits")
}

impl Issuer {
    pub(crate) fn new(root: &str) -> Self {
        let (key, eum_key) = (Key::generate(), Key::generate());
        let long = days(UnixTime(now().0 - 400 * DAY), 3_650);
        let ci = key.finish(issue::ci(NAME, root, &key.public(), long, &mut random).expect("fits"));
        let eum = issue::eum(&ci, NAME, "EUM", &eum_key.public(), &["89049032"], good(), &mut random).expect("fits");
        Self { eum: key.finish(eum), eum_key, ci, key }
    }

    pub(crate) const fn ci(&self) -> &Certificate {
        &self.ci
    }

    pub(crate) const fn eum(&self) -> &Certificate {
        &self.eum
    }

    /// The same with another certificate of the EUM's: for these EIDs, in this time.
    pub(crate) fn recertified(&self, eids: &str, validity: Validity) -> Self {
        let (key, eum_key) = (self.key.clone(), self.eum_key.clone());
        let eum = issue::eum(&self.ci, NAME, "EUM", &eum_key.public(), &[eids], validity, &mut random).expect("fits");
        Self { eum: key.finish(eum), eum_key, ci: self.ci.clone(), key }
    }

    /// A phone with a card of this EUM's.
    pub(crate) fn phone(&self) -> Buyer {
        self.phone_in(good())
    }

    /// One whose card's certificate is valid at this time.
    pub(crate) fn phone_in(&self, validity: Validity) -> Buyer {
        let (key, eid) = (Key::generate(), eid());
        let own = issue::euicc_with_key(&self.eum, &key.public(), &eid, Assurance::Tee, validity, &mut random);
        Buyer {
            certificate: self.eum_key.finish(own.expect("fits")).as_der().to_vec(),
            eum: self.eum.as_der().to_vec(),
            root: self.ci.subject_key_id().to_vec(),
            address: ADDRESS.to_owned(),
            one_time: OneTimeKey::generate(&mut random),
            versions: (rsp::VersionType::new(2, 3, 0), Some(rsp::VersionType::new(3, 0, 0))),
            matching_id: String::new(),
            key,
            eid,
        }
    }

    /// Certificates of a server under this root.
    pub(crate) fn server(&self, keys: &mut BTreeMap<KeyName, Key>) -> CertificateSet {
        let name = ServerName { organization: "Nord".into(), common_name: "Depot".into(), oid: "2.999.8".into() };
        let (auth, pb) = (Key::generate(), Key::generate());
        let dp_auth = issue::dp_auth(&self.ci, &name, &auth.public(), good(), &mut random).expect("fits");
        let dp_pb = issue::dp_pb(&self.ci, &name, &pb.public(), good(), &mut random).expect("fits");
        let set = CertificateSet {
            dp_auth: self.key.finish(dp_auth),
            dp_auth_key: KeyName("auth".into()),
            dp_pb: self.key.finish(dp_pb),
            dp_pb_key: KeyName("pb".into()),
        };
        keys.extend([(set.dp_auth_key.clone(), auth), (set.dp_pb_key.clone(), pb)]);
        set
    }

    /// A list on which these certificates of the root's are revoked.
    pub(crate) fn revoking(&self, revoked: &[&Certificate], roots: &Roots) -> Crls {
        let serials: Vec<&[u8]> = revoked.iter().map(|certificate| certificate.serial()).collect();
        let list = issue::crl(&self.ci, 1, UnixTime(now().0 - 1), now().plus(DAY), &serials).expect("fits");
        let mut crls = Crls::default();
        crls.add(&self.key.finish(list), roots).expect("own list");
        crls
    }
}

/// Phones whose card a server must not believe, each in its way; and what is wrong with it.
pub(crate) fn distrusted(own: &Issuer, revoked: &Issuer) -> Vec<(Buyer, &'static str)> {
    let (past, future) = (days(UnixTime(now().0 - 300 * DAY), 30), days(now().plus(5 * DAY), 30));
    let flipped = |mut der: Vec<u8>| {
        *der.last_mut().expect("a certificate") ^= 1;
        der
    };
    let card = own.phone();
    let forged_eum = Buyer { eum: flipped(card.eum.clone()), ..card.clone() };
    let forged = Buyer { certificate: flipped(card.certificate.clone()), ..card };
    // What the EUM certified once, it may not certify by its newer certificate.
    let narrowed = own.recertified("89049033", good());
    let out_of_range = Buyer { eum: narrowed.eum.as_der().to_vec(), ..own.phone() };
    let elsewhere = Buyer { root: own.ci.subject_key_id().to_vec(), ..Issuer::new("Elsewhere").phone() };
    vec![
        (own.recertified("89049032", past).phone(), "EumCertificate(Expired"),
        (own.recertified("89049032", future).phone(), "EumCertificate(NotYetValid"),
        (revoked.phone(), "EumCertificate(Revoked"),
        (elsewhere, "EumCertificate(UnknownRoot"),
        (forged_eum, "EumCertificate(Signature"),
        (own.phone_in(past), "EuiccCertificate(Expired"),
        (own.phone_in(future), "EuiccCertificate(NotYetValid"),
        (forged, "EuiccCertificate(Signature"),
        (out_of_range, "EuiccCertificate(EidRange"),
    ]
}
