//! The cloud: accounts, the log that syncs, orders to lost phones. It keeps what it can't read.
//!
//! | what | where |
//! |---|---|
//! | sockets, key, certificate, an orderly stop | [`serve`], [`Data`], [`server_key()`], [`Settings`] |
//! | the operator's commands | [`command`], [`cli`] |
//! | by HTTP: routes, refusals, OpenAPI, the WebSocket | [`http`] |
//! | what it does, a use case a file | [`service`] |
//! | what is kept, over SQLite or PostgreSQL | [`storage`] |
//! | certificates of kiosks and cards, issued anew | [`issuer`] |
//! | phones that listen to nobody are woken | [`push`] |
//! | who may authenticate in the operator's network | [`subscribers`] |
//! | who sells cards, and the SM-DP+s that give them | [`agency`] |
//!
//! Dependencies: `axum` (HTTP), `mimalloc` (the program's memory: many threads ask for little), `sqlx` (PostgreSQL), `utoipa` (OpenAPI).

pub mod agency;
pub mod cli;
pub mod command;
mod data;
pub mod http;
pub mod issuer;
mod new_file;
pub mod push;
pub mod serve;
mod server_key;
pub mod service;
mod settings;
pub mod storage;
pub mod subscribers;

pub use data::{Data, key_file};
pub use server_key::{KeyFileError, read_or_make as server_key};
pub use settings::{IssuerFiles, Settings, SettingsError, Tls};
