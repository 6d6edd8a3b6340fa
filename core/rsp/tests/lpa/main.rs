//! The LPA's session against scripted cards and servers.

mod cancelling;
mod checks;
mod commands;
mod discovery;
mod malformed;
mod recorded;
mod script;
mod versions;
