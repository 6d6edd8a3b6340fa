//! Accounts whole: the real flows of several phones against the real cloud over SQLite, in one process.

mod approve;
mod create;
mod devices;
mod ending;
mod kills;
mod login;
mod password;
mod recover;
mod succession;
mod world;
