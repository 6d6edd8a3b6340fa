//! E3, the phone's decision: which version the session is held at.

use super::Failure;
use crate::{
    VersionType,
    es10::{EuiccInfo1, ServerSigned1},
};

/// The version that the server's answer accepts; without one it is the eUICC's lowest.
pub(super) fn accepted(info: &EuiccInfo1, signed: &ServerSigned1) -> Result<VersionType, Failure> {
    let Some(context) = &signed.session_context else { return Ok(info.lowest_svn) };
    let highest = info.highest_svn.unwrap_or(info.lowest_svn);
    let supported = info.lowest_svn.major()..=highest.major();
    if supported.contains(&context.server_svn.major()) {
        Ok(context.server_svn)
    } else {
        Err(Failure::ServerVersion(context.server_svn))
    }
}
