//! Orders at a server by HTTPS, from the activation code that the counter gave to the card: the real app, the real kiosk, TLS on loopback.

mod at_once;
mod cis;
mod codes;
mod discovery;
mod fetch;
mod named;
mod orders;
mod scene;
mod told;
mod trouble;
