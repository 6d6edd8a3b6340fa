//! The cloud: accounts, the log that syncs, orders to lost phones. It keeps what it can't read.
//!
//! | what | where |
//! |---|---|
//! | what it does, a use case a file | [`service`] |
//! | what is kept, over SQLite or PostgreSQL | [`storage`] |
//!
//! Dependencies: `axum` (HTTP), `sqlx` (PostgreSQL), `utoipa` (OpenAPI).

pub mod service;
pub mod storage;
