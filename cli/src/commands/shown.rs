//! Cards that the account's server was shown, so that orders of the account bar them.

use crate::{args::Cli, cloud};
use app::{Landfall, Shown};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

/// For so long a new card waits for the account's server at most; the next sync shows it else.
const PATIENCE: Duration = Duration::from_secs(2);

/// After a card came: the account's server is shown it, if somebody is signed in and there is a network.
pub(super) async fn after_acquiring(cli: &Cli, landfall: &Landfall) -> Shown {
    if !matches!(landfall.account_server(), Ok(Some(_))) {
        return Shown::default();
    }
    let Ok(port) = cloud::of_account(cli, landfall) else { return Shown::default() };
    // Whatever is in its way is told by the sync.
    timeout(PATIENCE, landfall.show_cards(port)).await.ok().and_then(Result::ok).unwrap_or_default()
}

pub(super) fn lines(shown: &Shown) -> Vec<String> {
    let taken =
        shown.taken.iter().map(|card| format!("The operator knows now that card {card} is yours: a wipe bars it."));
    let refused = shown.refused.iter().map(|card| {
        format!(
            "The account's server does not know card {card}, so that a wipe can't bar it. It is asked again with later syncs; if the card was sold long \
             ago, tell its operator."
        )
    });
    let waiting =
        shown.waiting.iter().map(|card| format!("The account's server was not shown card {card} yet: sync again."));
    taken.chain(refused).chain(waiting).collect()
}

pub(super) fn view(shown: &Shown) -> Value {
    json!({"taken": shown.taken, "refused": shown.refused, "waiting": shown.waiting})
}
