//! E3, the phone's decision: which version the session is held at.

use crate::{
    VersionType,
    es10::{EuiccInfo1, ServerSigned1},
    version::{Accepted, Answer, Client, Offer, VersionRefused},
};
use model::{VersionNumber, VersionSpec};

/// What follows from the server's answer: the session context it signed, or none.
pub(super) fn accepted(info: &EuiccInfo1, signed: &ServerSigned1) -> Result<Accepted, VersionRefused> {
    let answer = match &signed.session_context {
        Some(context) => Answer::Version(spec(context.server_svn)),
        None => Answer::NoVersion,
    };
    client(info).receive(&answer)
}

/// What follows from the server's refusal of every version.
pub(super) fn refused(info: &EuiccInfo1) -> Option<VersionRefused> {
    client(info).receive(&Answer::NotSupported).err()
}

fn client(info: &EuiccInfo1) -> Client {
    Client::new(Offer::from_info1(info))
}

const fn spec(version: VersionType) -> VersionSpec {
    let [major, minor, revision] = version.0;
    VersionSpec::number_only(VersionNumber::new(major, minor, revision))
}
