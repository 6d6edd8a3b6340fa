//! Each route.

mod account;
mod approvals;
mod card_orders;
mod kiosks;
mod log;
mod login;
mod manifests;
mod orders;
mod server;
mod sessions;

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
        kiosks::endpoints(),
        card_orders::endpoints(),
        server::endpoints(),
    ];
    groups.into_iter().flatten().collect()
}
