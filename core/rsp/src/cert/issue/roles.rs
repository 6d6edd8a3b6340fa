use super::template::{Extension, IssueError, Template, Validity, name, write_name};
use crate::{
    Unsigned,
    cert::{Certificate, PublicKey, Role, oid},
};
use model::Random;
use tlv::{Tag, Writer};

/// How an SM-DP+ or SM-DS is named in its certificates: DPauth and DPpb of one server carry the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerName {
    /// Organisation.
    pub organization: String,
    /// Common name.
    pub common_name: String,
    /// The server's object identifier, dotted (`2.999.10` in tests).
    pub oid: String,
}

/// A root (CERT.CI.ECDSA): for tests and for operators, whose root certifies their kiosks. It signs itself.
///
/// # Errors
/// [`IssueError`]: what doesn't fit.
pub fn ci(
    organization: &str,
    common_name: &str,
    key: &[u8; 65],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    let subject = subject(organization, common_name);
    Template { role: Role::Ci, issuer: None, subject, key: PublicKey::P256(*key), validity, extensions: Vec::new() }
        .finish(random)
}

/// An EUM (CERT.EUM.ECDSA) that may certify EIDs which begin with one of `eid_prefixes`; a kiosk's is valid for days.
///
/// # Errors
/// [`IssueError`]: what doesn't fit.
pub fn eum(
    issuer: &Certificate,
    organization: &str,
    common_name: &str,
    key: &[u8; 65],
    eid_prefixes: &[&str],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    let digits = |p: &&str| (1..=30).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
    if eid_prefixes.is_empty() || !eid_prefixes.iter().all(digits) {
        return Err(IssueError::EidPrefix);
    }
    let constraints = Extension::new(oid::NAME_CONSTRAINTS, true, |w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.nest(Tag::context_constructed(0), |w| {
                for prefix in eid_prefixes {
                    let parts =
                        [(oid::ORGANIZATION, organization.to_owned()), (oid::SERIAL_NUMBER, (*prefix).to_owned())];
                    w.nest(Tag::SEQUENCE, |w| {
                        w.nest(Tag::context_constructed(4), |w| w.raw(&write_name(&parts)));
                    });
                }
            });
        });
    });
    let subject = subject(organization, common_name);
    let key = PublicKey::P256(*key);
    Template { role: Role::Eum, issuer: Some(issuer), subject, key, validity, extensions: vec![constraints] }
        .finish(random)
}

/// An SM-DP+'s certificate for authentication (CERT.DPauth.ECDSA).
///
/// # Errors
/// [`IssueError`]: what doesn't fit.
pub fn dp_auth(
    issuer: &Certificate,
    server: &ServerName,
    key: &[u8; 65],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    server_certificate(Role::DpAuth, issuer, server, key, validity, random)
}

/// An SM-DP+'s certificate for the binding of profile packages (CERT.DPpb.ECDSA).
///
/// # Errors
/// [`IssueError`]: what doesn't fit.
pub fn dp_pb(
    issuer: &Certificate,
    server: &ServerName,
    key: &[u8; 65],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    server_certificate(Role::DpPb, issuer, server, key, validity, random)
}

/// An SM-DS's certificate for authentication (CERT.DSauth.ECDSA).
///
/// # Errors
/// [`IssueError`]: what doesn't fit.
pub fn ds_auth(
    issuer: &Certificate,
    server: &ServerName,
    key: &[u8; 65],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    server_certificate(Role::DsAuth, issuer, server, key, validity, random)
}

fn server_certificate(
    role: Role,
    issuer: &Certificate,
    server: &ServerName,
    key: &[u8; 65],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    let id = registered_id(&server.oid)?;
    let extensions = vec![alternative_names(|w| w.put(Tag::context(8), &id))];
    let subject = subject(&server.organization, &server.common_name);
    Template { role, issuer: Some(issuer), subject, key: PublicKey::P256(*key), validity, extensions }.finish(random)
}

/// An SM-DP+'s TLS certificate (CERT.DP.TLS) for the DNS name `dns`.
///
/// # Errors
/// [`IssueError`]: what doesn't fit.
pub fn tls(
    issuer: &Certificate,
    server: &ServerName,
    dns: &str,
    key: &[u8; 65],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    both_ends(Role::DpTls, issuer, server, Some(dns), key, validity, random)
}

/// An SM-DS's TLS certificate (CERT.DS.TLS) for the DNS name `dns`.
///
/// # Errors
/// [`IssueError`]: what doesn't fit.
pub fn ds_tls(
    issuer: &Certificate,
    server: &ServerName,
    dns: &str,
    key: &[u8; 65],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    both_ends(Role::DsTls, issuer, server, Some(dns), key, validity, random)
}

/// A network operator's TLS certificate, for both ends: it orders by it (ES2+), and its server at the DNS name `dns`, if it has one,
/// is told of downloads. `operator.oid` is its functionRequesterIdentifier.
///
/// # Errors
/// [`IssueError`]: what doesn't fit.
pub fn operator(
    issuer: &Certificate,
    operator: &ServerName,
    dns: Option<&str>,
    key: &[u8; 65],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    both_ends(Role::Operator, issuer, operator, dns, key, validity, random)
}

/// A certificate for either end of TLS.
fn both_ends(
    role: Role,
    issuer: &Certificate,
    name: &ServerName,
    dns: Option<&str>,
    key: &[u8; 65],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    let id = registered_id(&name.oid)?;
    dns.map_or(Ok(()), |dns| dns_name("the DNS name", dns))?;
    let extensions = vec![
        alternative_names(|w| {
            if let Some(dns) = dns {
                w.text(Tag::context(2), dns);
            }
            w.put(Tag::context(8), &id);
        }),
        Extension::new(oid::EXTENDED_KEY_USAGE, true, |w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.put(Tag::OID, oid::SERVER_AUTH.as_bytes());
                w.put(Tag::OID, oid::CLIENT_AUTH.as_bytes());
            });
        }),
    ];
    let subject = subject(&name.organization, &name.common_name);
    Template { role, issuer: Some(issuer), subject, key: PublicKey::P256(*key), validity, extensions }.finish(random)
}

/// A kiosk's near-field certificate: its name and the X25519 key of its Noise handshakes.
///
/// # Errors
/// [`IssueError`]: what doesn't fit.
pub fn kiosk(
    issuer: &Certificate,
    kiosk: &str,
    static_key: &[u8; 32],
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    dns_name("the kiosk's name", kiosk)?;
    let extensions = vec![alternative_names(|w| w.text(Tag::context(2), kiosk))];
    let subject = vec![(oid::COMMON_NAME, kiosk.to_owned())];
    let key = PublicKey::X25519(*static_key);
    Template { role: Role::Kiosk, issuer: Some(issuer), subject, key, validity, extensions }.finish(random)
}

fn subject(organization: &str, common_name: &str) -> Vec<(der::asn1::ObjectIdentifier, String)> {
    vec![(oid::ORGANIZATION, organization.to_owned()), (oid::COMMON_NAME, common_name.to_owned())]
}

fn alternative_names(fill: impl FnOnce(&mut Writer)) -> Extension {
    Extension::new(oid::SUBJECT_ALT_NAME, false, |w| w.nest(Tag::SEQUENCE, fill))
}

fn registered_id(dotted: &str) -> Result<Vec<u8>, IssueError> {
    oid::content(dotted).ok_or_else(|| IssueError::Oid { oid: dotted.to_owned() })
}

/// A name as it can stand in a dNSName: letters, digits, dots and hyphens.
fn dns_name(what: &'static str, value: &str) -> Result<(), IssueError> {
    name(what, value)?;
    let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    if plain { Ok(()) } else { Err(IssueError::Name { what }) }
}
