//! What an LPA does with an eUICC, on any card: in this vault, in a reader, behind another program (law 4). A use case a file.
//!
//! Each function opens a channel of its own to the ISD-R and closes it again. A terminal that changed which profile is enabled resets the
//! card, or takes it out, before it reads it as a SIM.

mod delete;
mod disable;
mod enable;
mod info;
mod list;
mod nickname;
mod notifications;
mod reset;

pub use delete::delete;
pub use disable::disable;
pub use enable::enable;
pub use info::{ChipInfo, info};
pub use list::list;
pub use nickname::{check_nickname, set_nickname};
pub use notifications::{notifications, remove_notification};
pub use reset::reset;
