use super::{Failure, session::Session};
use crate::cert::{Certificate, Role};
use crate::checks;

/// What a session is after, and so which servers it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A profile, or commands, from an SM-DP+.
    Profile,
    /// Events, from an SM-DS.
    Events,
}

impl Session {
    /// Whether a server of this certificate may be what it was asked as. One that does not read, or is of no role of a server's, is not
    /// judged here: the eUICC takes none of those.
    pub(super) fn check_role(&self, certificate: &[u8]) -> Result<(), Failure> {
        let found = Certificate::parse(certificate).ok().and_then(|certificate| certificate.role());
        let wanted = match (self.purpose, found) {
            (Purpose::Profile, Some(Role::DsAuth)) => "an SM-DP+",
            (Purpose::Events, Some(Role::DpAuth)) => "an SM-DS",
            _ => return Ok(()),
        };
        match found {
            Some(found) if checks::SERVER_ROLE.on() => Err(Failure::ServerRole { wanted, found }),
            _ => Ok(()),
        }
    }
}
