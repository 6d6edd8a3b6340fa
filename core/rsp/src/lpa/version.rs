//! E3, the phone's decision: which version the session is held at.

use crate::{
    VersionType,
    es10::{EuiccInfo1, ServerSigned1},
    version::{Accepted, Answer, Client, Offer, VersionRefused, WrittenVersions},
};
use model::{VersionNumber, VersionSpec};

/// What follows from the server's answer: the session context it signed, or none.
pub(super) fn accepted(
    info: &EuiccInfo1,
    written: Option<&WrittenVersions>,
    signed: &ServerSigned1,
) -> Result<Accepted, VersionRefused> {
    // Nobody writes its version to one who did not write its own.
    let answer = match (signed.written_version.as_ref().filter(|_| written.is_some()), &signed.session_context) {
        (Some(version), _) => Answer::Version(version.clone()),
        (None, Some(context)) => Answer::Version(spec(context.server_svn)),
        (None, None) => Answer::NoVersion,
    };
    client(info, written).receive(&answer)
}

/// What follows from the server's refusal of every version.
pub(super) fn refused(info: &EuiccInfo1, written: Option<&WrittenVersions>) -> Option<VersionRefused> {
    client(info, written).receive(&Answer::NotSupported).err()
}

fn client(info: &EuiccInfo1, written: Option<&WrittenVersions>) -> Client {
    Client::new(Offer::from_info1(info).written(written))
}

const fn spec(version: VersionType) -> VersionSpec {
    let [major, minor, revision] = version.0;
    VersionSpec::number_only(VersionNumber::new(major, minor, revision))
}
