//! HTTPS: one way in for every LPA (ES9+, SGP.22 §5.6) and for operators (ES2+, §5.3), one way out to every SM-DP+, and one to an account's
//! server.
//!
//! Law: carries messages, decides nothing. What is asked goes to the program behind [`server::Provisioning`] as the same
//! [`rsp::es9::Request`] that comes over any other link; what is wrong with HTTP, TLS or an encoding ends here.
//!
//! - [`server`]: the listener with its limits and its end in order; [`server::es9`] the functions, in JSON and in ASN.1;
//!   [`server::es2`] those of operators, who prove themselves by certificates
//! - [`client`]: an LPA's, or an operator's, connection to one server
//! - [`orderer`]: an operator's calls of an SM-DP+ (ES2+)
//! - [`cloud`]: the connection of an account's device to its server
//! - [`tls`]: certificates by SGP.22's rules on both sides; keys that stay in a keystore
//!
//! Of the libraries: `axum` and `hyper` for HTTP/1.1 and 2, since they are what the field maintains; `rustls` with `ring` for TLS, since
//! both its certificate checks and its signatures can be ours; `base64` reads PEM.

pub mod client;
pub mod cloud;
pub mod orderer;
pub mod server;
pub mod tls;
