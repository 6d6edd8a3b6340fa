//! Random changes of each valid request to the SM-DP+ over HTTPS: of the text, of a member, of a bit, of the structure inside, and of what an
//! eUICC signs. No 5xx, no panic; another client's session and order stay what they are; and each check has refused its part.
//!
//! The changes go through the routes of the HTTPS server, without sockets; [`tls`] sends some over a connection, and with `LANDFALL_MUTATIONS_TLS` set
//! all those to a kiosk go over one. `LANDFALL_MUTATIONS` says how many of each request (default: [`counter::MANY`]); of 100,000 each check must
//! refuse 1,000.

mod authenticate;
mod cancel;
mod counter;
mod depot;
mod desk;
mod initiate;
mod issuers;
mod log;
mod notification;
mod package;
mod spoil;
mod terms;
mod tls;
mod tree;
