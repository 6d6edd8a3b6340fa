//! What an SM-DP+ may do with a profile from afar: what the profile's metadata, which its own SM-DP+ wrote, say of it.

use crate::{checks, isdr::session::Authenticated, state::ProfileEntry};
use rsp::rpm::{ManagingDp, RpmType};
use tlv::Tag;

/// The server among those that manage the profile, under the root that they must stand under. Test profiles have none.
fn managing<'e>(entry: &'e ProfileEntry, server: &Authenticated) -> Option<&'e ManagingDp> {
    let configuration = entry.metadata.rpm_configuration.as_ref().filter(|_| !entry.is_test())?;
    let root = configuration.allowed_ci_pk_id.as_ref().is_none_or(|id| *id == server.root_key_id);
    configuration.managing(&server.certificate.server_oid()?).filter(|_| root)
}

/// Whether the server may do this with the profile.
pub(super) fn may(entry: &ProfileEntry, server: &Authenticated, what: RpmType) -> bool {
    let may = managing(entry, server).and_then(|dp| dp.rpm_type).is_some_and(|allowed| allowed.contains(what));
    may || !checks::MANAGING.on()
}

/// Whether the server may update all of these.
pub(super) fn may_update(entry: &ProfileEntry, server: &Authenticated, tags: &[Tag]) -> bool {
    let allowed = managing(entry, server).and_then(|dp| dp.tag_list.as_ref());
    allowed.is_some_and(|allowed| tags.iter().all(|tag| allowed.contains(tag))) || !checks::MANAGING.on()
}
