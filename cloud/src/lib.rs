//! The cloud: accounts, the log that syncs, orders to lost phones. It keeps what it can't read.
//!
//! | what | where |
//! |---|---|
//! | by HTTP: routes, refusals, OpenAPI, the WebSocket | [`http`] |
//! | what it does, a use case a file | [`service`] |
//! | what is kept, over SQLite or PostgreSQL | [`storage`] |
//! | who may authenticate in the operator's network | [`subscribers`] |
//!
//! Dependencies: `axum` (HTTP), `sqlx` (PostgreSQL), `utoipa` (OpenAPI).

pub mod http;
pub mod service;
pub mod storage;
pub mod subscribers;
