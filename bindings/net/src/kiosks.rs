//! Links to a kiosk.

use app::{Expected, ports::Dial};
use async_trait::async_trait;
use nearfield::{
    link::{Link, LinkError},
    start_code::{Address, StartCode},
};
use radio::tcp::TcpLink;

/// Opens TCP links to one of a kiosk's addresses, `HOST:PORT`, the best first.
#[derive(Debug, Clone)]
pub struct Tcp(pub Vec<String>);

#[async_trait]
impl Dial for Tcp {
    async fn dial(&mut self) -> Result<Box<dyn Link>, LinkError> {
        let mut last = LinkError::Lost("it has no address".to_owned());
        for address in &self.0 {
            match TcpLink::connect(address.as_str()).await {
                Ok(link) => return Ok(Box::new(link)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// A kiosk to visit: how to reach it, and who it must prove to be.
#[derive(Debug, Clone)]
pub struct Target {
    /// Opens links to it.
    pub dial: Tcp,
    /// What its start code says of it.
    pub expected: Option<Expected>,
}

impl Target {
    /// At one of these addresses, whoever it is under an installed root.
    #[must_use]
    pub const fn at(addresses: Vec<String>) -> Self {
        Self { dial: Tcp(addresses), expected: None }
    }

    /// The kiosk that this code names; none if it is on a link that is not built in.
    #[must_use]
    pub fn by_code(code: StartCode) -> Option<Self> {
        let Address::Tcp { host, port } = &code.address else { return None };
        let address = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
        let expected = Expected { root_key_id: code.root_key_id, kiosk: code.kiosk };
        Some(Self { dial: Tcp(vec![address]), expected: Some(expected) })
    }
}
