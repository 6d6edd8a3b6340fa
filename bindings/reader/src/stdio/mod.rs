//! lpac's stdio lines: one JSON document a line, requests one way and answers the other (lpac, `LPAC_APDU=stdio`).
//!
//! lpac asks: whoever started it is the card. [`serve`] is that side; [`StdioCard`] asks as lpac does, so that any program which serves a
//! card to lpac serves one to us.

mod card;
mod line;
mod serve;

pub use card::StdioCard;
pub use serve::{serve, serve_program};
