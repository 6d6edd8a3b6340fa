//! The network as a phone's programs have it: the ports of `app` over `web` and `radio`.
//!
//! Law: adapters alone. Each is a port and what carries it; what is said over it, and whether it is true, is judged by the flows.
//!
//! - [`cloud`]: the account's server
//! - [`servers`]: SM-DP+s and SM-DSs
//! - [`kiosks`]: links to a kiosk

pub mod cloud;
pub mod kiosks;
pub mod servers;
