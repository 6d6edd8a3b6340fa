//! Sub-accounts: tied to an account, linked with each other or not, each with rights of its own.

mod lies;
mod linking;
mod orders;
mod world;
