//! Commands for cards that this kiosk gave out (RPM, SGP.22 v3 §3.7): ordered by its owner, sent to the card when it next asks, done when
//! the card has signed what became of each.

mod kept;
mod list;
mod order;
mod power;
mod results;
mod split;
mod wanted;

pub(crate) use kept::{Kept, by_matching_id, by_transaction, cancelled, sent, waiting};
pub use list::{CommandView, OrderView, list};
pub use order::{Ordered, RemoteError, cancel, order};
pub use power::{Field, Power, Remote};
pub(crate) use results::record;
pub use wanted::{BadCommand, Change, Wanted};
