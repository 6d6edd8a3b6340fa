//! Phones and kiosks in one process, over real TCP on loopback: what the flow tests stand on.

mod phone;
mod shop;

pub use phone::Phone;
pub use shop::{Shop, Stock};
