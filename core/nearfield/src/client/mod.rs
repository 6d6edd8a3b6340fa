//! The phone's side: one session with one kiosk, over one link after another.
//!
//! A driver's loop: send what [`Connection::poll_transmit`] gives (waiting while the link is full), give
//! [`Connection::handle_frame`] what arrives, call [`Connection::handle_timeout`] when [`Connection::poll_timeout`]
//! is reached, and take events. When the link breaks: [`Connection::link_lost`], open another,
//! [`Connection::reconnect`]; requests under way go on where they stopped.

mod config;
mod connection;
mod event;
mod greeting;
mod session;

pub use config::{Config, VerifyKiosk};
pub use connection::Connection;
pub use event::Event;
