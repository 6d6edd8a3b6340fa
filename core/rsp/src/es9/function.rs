use std::fmt;

/// A function of ES9+.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// SGP.22 §5.6.1.
    InitiateAuthentication,
    /// SGP.22 §5.6.3.
    AuthenticateClient,
    /// SGP.22 §5.6.2.
    GetBoundProfilePackage,
    /// SGP.22 §5.6.5.
    CancelSession,
    /// SGP.22 §5.6.4: it has no answer but that it has arrived.
    HandleNotification,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::InitiateAuthentication,
        Self::AuthenticateClient,
        Self::GetBoundProfilePackage,
        Self::CancelSession,
        Self::HandleNotification,
    ];

    /// Its name as HTTP paths have it, `/gsma/rsp2/es9plus/NAME` in JSON (SGP.22 §6.5.2); `/gsma/rsp2/asn1` is the path of
    /// all of them in ASN.1 (§6.6).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InitiateAuthentication => "initiateAuthentication",
            Self::AuthenticateClient => "authenticateClient",
            Self::GetBoundProfilePackage => "getBoundProfilePackage",
            Self::CancelSession => "cancelSession",
            Self::HandleNotification => "handleNotification",
        }
    }

    /// The function of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name() == name)
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
