use super::{CertError, Role};
use model::UnixTime;

/// Why a certificate is not trusted. But for the clock and a stale revocation list, trying again doesn't help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// A certificate can't be read.
    #[error(transparent)]
    Malformed(#[from] CertError),
    /// No installed root has the key that the certificate names as its issuer's.
    #[error("no installed root has the key id {key_id} that the {role} certificate names")]
    UnknownRoot {
        /// The certificate.
        role: Role,
        /// Authority key id, hexadecimal; empty if it names none.
        key_id: String,
    },
    /// The certificate is for something else.
    #[error("a {expected} certificate is needed, this one is {}", found.map_or("of no known role".to_owned(), |r| format!("a {r} certificate")))]
    Role {
        /// What was demanded.
        expected: Role,
        /// What its policy says.
        found: Option<Role>,
    },
    /// The issuer's key did not make the signature.
    #[error("the signature of the {role} certificate is wrong")]
    Signature {
        /// The certificate.
        role: Role,
    },
    /// A root that did not sign itself.
    #[error("the root certificate is not signed by itself")]
    NotSelfSigned,
    /// The issuer's name is not the subject's name of the certificate above.
    #[error("the {role} certificate names another issuer than the certificate above it")]
    IssuerName {
        /// The certificate.
        role: Role,
    },
    /// The authority key id is not the key id of the certificate above, or one of them lacks.
    #[error("the {role} certificate names another issuer key than the one above it")]
    AuthorityKey {
        /// The certificate.
        role: Role,
    },
    /// An extension marked critical that we don't know.
    #[error("the {role} certificate has a critical extension {oid} that is not known here")]
    CriticalExtension {
        /// The certificate.
        role: Role,
        /// The extension.
        oid: String,
    },
    /// The key usage lacks what the role needs, or allows what it must not.
    #[error("the key usage of the {role} certificate is not {needed}")]
    KeyUsage {
        /// The certificate.
        role: Role,
        /// What is needed.
        needed: &'static str,
    },
    /// CA flag or path length are not those of the role.
    #[error("the basic constraints of the {role} certificate are not those of its role")]
    BasicConstraints {
        /// The certificate.
        role: Role,
    },
    /// The type of the public key is not the one that the role needs.
    #[error("the {role} certificate has no {needed} key")]
    KeyType {
        /// The certificate.
        role: Role,
        /// The type needed.
        needed: &'static str,
    },
    /// An EUM without limits could make any eUICC.
    #[error("the EUM certificate has no name constraints")]
    NoNameConstraints,
    /// A constraint of a form that is not known here, so that it can't be kept.
    #[error("the EUM certificate has name constraints of an unknown form")]
    NameConstraintForm,
    /// The eUICC's organisation is none that its EUM may name.
    #[error("the eUICC names the organisation {found:?}, which its EUM may not certify")]
    Organisation {
        /// What the eUICC certificate says.
        found: String,
    },
    /// The EID is outside of what the EUM may make.
    #[error("EID {eid} is outside of the range that its EUM may certify")]
    EidRange {
        /// The EID.
        eid: String,
    },
    /// The eUICC certificate has no EID, or one that is none.
    #[error("the eUICC certificate has no valid EID as its serial number")]
    NoEid,
    /// DPauth and DPpb are of two servers (SGP.22 §5.7.5: their alternative names must be the same).
    #[error("the DPauth and DPpb certificates are not of the same SM-DP+")]
    OtherServer,
    /// The TLS or kiosk certificate is for another name.
    #[error("the {role} certificate is not for {wanted}")]
    Name {
        /// The certificate.
        role: Role,
        /// The name that was looked for.
        wanted: String,
    },
    /// Before its time: the certificate is wrong, or the clock is.
    #[error("the {role} certificate is valid from {not_before}, but the clock says {now}: is the clock right?")]
    NotYetValid {
        /// The certificate.
        role: Role,
        /// Its first second.
        not_before: UnixTime,
        /// The clock.
        now: UnixTime,
    },
    /// After its time: the certificate is old, or the clock is wrong.
    #[error(
        "the {role} certificate was valid until {not_after}, and the clock says {now}: renew it, if the clock is right"
    )]
    Expired {
        /// The certificate.
        role: Role,
        /// Its last second.
        not_after: UnixTime,
        /// The clock.
        now: UnixTime,
    },
    /// The issuer took it back.
    #[error("the {role} certificate with serial number {serial} was revoked")]
    Revoked {
        /// The certificate.
        role: Role,
        /// Its serial number, hexadecimal.
        serial: String,
    },
    /// The revocation list should have been replaced by now.
    #[error("the revocation list was to be replaced by {next_update}, and the clock says {now}: fetch a new one")]
    CrlStale {
        /// When the next one was due.
        next_update: UnixTime,
        /// The clock.
        now: UnixTime,
    },
    /// The revocation list's number is lower than that of one seen before: an old one is played back.
    #[error("revocation list number {given} is older than number {known}, which is known already")]
    CrlOlder {
        /// The number known.
        known: u64,
        /// The number of this one.
        given: u64,
    },
    /// No installed root signed the revocation list.
    #[error("the revocation list is signed by no installed root")]
    CrlIssuer,
    /// The revocation list has a critical extension that we don't know, or is indirect.
    #[error("the revocation list has a critical extension {oid} that is not known here")]
    CrlExtension {
        /// The extension.
        oid: String,
    },
}

impl ChainError {
    /// Whether the same may be trusted later, nothing else being changed: never. A clock must be set, a list or a certificate replaced.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Malformed(error) => error.hint(),
            Self::UnknownRoot { .. } | Self::CrlIssuer => "Install that operator's root, if you trust it.",
            Self::NotSelfSigned => "Give the operator's root certificate itself.",
            Self::Role { .. } | Self::Name { .. } | Self::OtherServer => {
                "Give the certificate that was made for this; if it is that, do not trust the other side."
            }
            Self::Signature { .. } | Self::IssuerName { .. } | Self::AuthorityKey { .. } => {
                "Give the certificates that belong together; if they do, do not trust them."
            }
            Self::CriticalExtension { .. }
            | Self::KeyUsage { .. }
            | Self::BasicConstraints { .. }
            | Self::KeyType { .. }
            | Self::NoNameConstraints
            | Self::NameConstraintForm
            | Self::NoEid => "Ask the issuer for a certificate by the rules of SGP.22.",
            Self::Organisation { .. } | Self::EidRange { .. } => "Do not trust that card: its maker may not make it.",
            Self::NotYetValid { .. } | Self::Expired { .. } => {
                "Compare the clock with another one; if it is right, have the certificate renewed."
            }
            Self::Revoked { .. } => "Do not trust it: its issuer took it back.",
            Self::CrlStale { .. } | Self::CrlOlder { .. } => "Get the operator's newest revocation list.",
            Self::CrlExtension { .. } => "Ask the operator for a whole revocation list, or update this program.",
        }
    }
}

impl ChainError {
    /// Whether a wrong clock can be the cause, so that the user should look at it first.
    #[must_use]
    pub const fn may_be_the_clock(&self) -> bool {
        matches!(self, Self::NotYetValid { .. } | Self::Expired { .. } | Self::CrlStale { .. })
    }
}
