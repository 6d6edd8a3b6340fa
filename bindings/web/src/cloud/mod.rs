//! The client of an account's server: HTTPS with JSON, and the WebSocket on which the server says that there is something.
//!
//! Law: carries bytes, decides nothing, and shows a token to nobody but the server that proved who it is: without TLS only this very machine is
//! asked.
//!
//! The server proves itself as web servers do, under the roots that Mozilla lists (`webpki-roots`) or those of a file, since anybody may run one;
//! `tokio-tungstenite` speaks RFC 6455 over our own TLS.

mod address;
mod error;
mod http;
mod http2;
mod stream;
mod trust;
mod wake;

pub use address::CloudAddress;
pub use error::CloudHttpError;
pub use http::{Answer, CloudHttp, Method};
pub use http2::{Http2, Posted};
pub use trust::CloudRoots;
pub use wake::WakeSocket;
