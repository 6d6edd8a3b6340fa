use super::Offer;
use model::{
    VersionSpec,
    version::{PROFILE_DOWNLOAD, RPM},
};

/// At which end of the offer both sides work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// At the minimum: as an older server knows it; no operation type is sent.
    Minimum,
    /// At the maximum.
    Maximum,
}

/// The version that both sides accepted (E9): not the LPA's, the eUICC's, the device's or the server's own, but what
/// these have in common for one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What the phone offered and the server took.
    pub offered: VersionSpec,
    /// The server's version, where it named one.
    pub server: Option<VersionSpec>,
    /// At which end of the offer.
    pub level: Level,
}

impl Accepted {
    /// The server named its version: the maximum offered, or the one version, is worked at.
    pub(super) fn at_maximum(offer: &Offer, server: VersionSpec) -> Self {
        Self { offered: offer.maximum().clone(), server: Some(server), level: Level::Maximum }
    }

    /// The server named none: the minimum is worked at.
    pub(super) fn at_minimum(offer: &Offer) -> Self {
        Self { offered: offer.minimum().clone(), server: None, level: Level::Minimum }
    }

    /// Whether a function, such as [`RPM`], may be used in this session: both list it; or one lists it and the other says
    /// nothing of functions; or nobody lists any, and the version's number has it (downloads from version 2 on, remote
    /// profile management from version 3 on).
    #[must_use]
    pub fn allows(&self, function: &str) -> bool {
        let lists = [Some(&self.offered), self.server.as_ref()];
        let mut lists = lists.into_iter().flatten().filter_map(VersionSpec::functions).peekable();
        if lists.peek().is_some() {
            return lists.all(|list| list.contains(function));
        }
        let major = self.offered.number().map_or(0, |number| number.major);
        match function {
            PROFILE_DOWNLOAD => true,
            RPM => major >= 3 && self.level == Level::Maximum,
            _ => false,
        }
    }

    /// Whether the session is held at version 3 or a later one: what it brought is in it.
    #[must_use]
    pub fn at_v3(&self) -> bool {
        let server = self.server.as_ref().and_then(VersionSpec::number);
        self.level == Level::Maximum && server.is_some_and(|number| number.major >= 3)
    }

    /// Whether AuthenticateClient carries an operation type (E3, E5).
    #[must_use]
    pub fn has_operation_type(&self) -> bool {
        self.level == Level::Maximum
    }
}
