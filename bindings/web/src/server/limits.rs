use std::time::Duration;

/// What one server bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; further ones wait to be accepted.
    pub connections: usize,
    /// From the connection to the end of its TLS handshake.
    pub handshake: Duration,
    /// For the head of a request, and between two requests on a connection.
    pub head: Duration,
    /// For the body of a request.
    pub body: Duration,
    /// The longest body of a request, in bytes.
    pub body_bytes: usize,
    /// How long requests that are being answered are waited for when the server stops.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_024,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(30),
            body: Duration::from_secs(15),
            // An eUICC's longest answer, AuthenticateServer's, has two certificates and some information: 4 kB.
            body_bytes: 64 << 10,
            drain: Duration::from_secs(10),
        }
    }
}
