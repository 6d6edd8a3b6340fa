use super::oid;
use der::asn1::ObjectIdentifier;

/// What a certificate is for, as its policy says (SGP.22 §4.5.2.1: `id-rspRole-…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Certificate issuer: the root.
    Ci,
    /// eUICC manufacturer, or a kiosk that makes eUICCs of phones.
    Eum,
    /// An eUICC.
    Euicc,
    /// SM-DP+, authentication.
    DpAuth,
    /// SM-DP+, profile package binding.
    DpPb,
    /// SM-DP+, TLS.
    DpTls,
    /// SM-DS, authentication.
    DsAuth,
    /// SM-DS, TLS.
    DsTls,
    /// A kiosk's near-field key (of our own, no GSMA role).
    Kiosk,
    /// A network operator in TLS, as it orders profiles and hears of them (of our own: SGP.22 §5.3 leaves it to operator and
    /// SM-DP+ how they know each other).
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 10] = [
        Self::Ci,
        Self::Eum,
        Self::Euicc,
        Self::DpAuth,
        Self::DpPb,
        Self::DpTls,
        Self::DsAuth,
        Self::DsTls,
        Self::Kiosk,
        Self::Operator,
    ];

    /// The certificate policy that stands for the role.
    #[must_use]
    pub const fn policy(self) -> ObjectIdentifier {
        match self {
            Self::Ci => oid::ROLE_CI,
            Self::Eum => oid::ROLE_EUM,
            Self::Euicc => oid::ROLE_EUICC,
            Self::DpAuth => oid::ROLE_DP_AUTH,
            Self::DpPb => oid::ROLE_DP_PB,
            Self::DpTls => oid::ROLE_DP_TLS,
            Self::DsAuth => oid::ROLE_DS_AUTH,
            Self::DsTls => oid::ROLE_DS_TLS,
            Self::Kiosk => oid::ROLE_KIOSK,
            Self::Operator => oid::ROLE_OPERATOR,
        }
    }

    /// The role that a policy stands for.
    #[must_use]
    pub fn from_policy(policy: &ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.policy() == *policy)
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ci => "CI",
            Self::Eum => "EUM",
            Self::Euicc => "eUICC",
            Self::DpAuth => "DPauth",
            Self::DpPb => "DPpb",
            Self::DpTls => "SM-DP+ TLS",
            Self::DsAuth => "DSauth",
            Self::DsTls => "SM-DS TLS",
            Self::Kiosk => "kiosk",
            Self::Operator => "operator",
        })
    }
}
