//! Each route.

mod account;
mod approvals;
mod certificates;
mod kiosks;
mod log;
mod login;
mod manifests;
mod orders;
mod push;
mod server;
mod sessions;
mod subs;

use super::Endpoint;

/// All of them.
pub(super) fn all() -> Vec<Endpoint> {
    let groups = [
        account::endpoints(),
        login::endpoints(),
        sessions::endpoints(),
        manifests::endpoints(),
        approvals::endpoints(),
        log::endpoints(),
        orders::endpoints(),
        push::endpoints(),
        subs::endpoints(),
        kiosks::endpoints(),
        certificates::endpoints(),
        server::endpoints(),
    ];
    groups.into_iter().flatten().collect()
}
