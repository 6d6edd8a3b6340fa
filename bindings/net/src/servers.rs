//! Servers through the network: SM-DP+s, and SM-DSs.

use app::{
    Error, Landfall,
    ports::{Es9, ServerError, Servers},
    session::Progress,
};
use async_trait::async_trait;
use rsp::{
    cert::chain::Crls,
    es9::{Request, Response},
};
use web::{
    client::{Client, HttpError},
    tls::{Kind, Trust},
};

/// A client of one server.
pub struct Server(Client);

impl Server {
    /// The SM-DP+ at `address`, reached at `via` if that is given; it must prove itself under an installed root.
    ///
    /// # Errors
    /// [`Error::Server`] if the address is none; [`Error::Vault`] if the roots can't be read.
    pub fn at(landfall: &Landfall, address: &str, via: Option<&str>) -> Result<Self, Error> {
        connect(landfall, address, via, Kind::SmDp)
    }
}

fn connect(landfall: &Landfall, address: &str, via: Option<&str>, kind: Kind) -> Result<Server, Error> {
    let trust = Trust::new(landfall.trusted()?, Crls::default()).of(kind);
    let client = Client::new(address, trust).map_err(|error| Error::Server(failed(&error)))?;
    Ok(Server(client.via(via.map(str::to_owned))))
}

/// Whatever servers are named, under the installed roots.
pub struct Network<'a> {
    landfall: &'a Landfall,
    via: Option<&'a str>,
    told: Option<fn(&str)>,
}

impl<'a> Network<'a> {
    /// All of them reached at `via` if that is given; each must prove itself all the same.
    #[must_use]
    pub const fn new(landfall: &'a Landfall, via: Option<&'a str>) -> Self {
        Self { landfall, via, told: None }
    }

    /// The same, telling which discovery server is asked.
    #[must_use]
    pub const fn telling(self, told: Option<fn(&str)>) -> Self {
        Self { told, ..self }
    }

    fn connect(&self, address: &str, kind: Kind) -> Result<Box<dyn Es9>, ServerError> {
        match connect(self.landfall, address, self.via, kind) {
            Ok(server) => Ok(Box::new(server)),
            Err(Error::Server(error)) => Err(error),
            Err(error) => Err(ServerError {
                what: error.to_string(),
                retrying_helps: error.retrying_helps(),
                hint: "Look at the operators' roots that are installed.",
            }),
        }
    }
}

impl Servers for Network<'_> {
    fn smds(&mut self, address: &str) -> Result<Box<dyn Es9>, ServerError> {
        if let Some(told) = self.told {
            told(address);
        }
        self.connect(address, Kind::SmDs)
    }

    fn of_event(&mut self, address: &str) -> Result<Box<dyn Es9>, ServerError> {
        self.connect(address, Kind::Either)
    }
}

#[async_trait]
impl Es9 for Server {
    async fn ask(&mut self, der: Vec<u8>, progress: Progress<'_>) -> Result<Vec<u8>, ServerError> {
        let request = Request::decode(&der).map_err(|error| ServerError {
            what: format!("this program asks what can't be read: {error}"),
            retrying_helps: false,
            hint: "Report it.",
        })?;
        let answer: Response = self.0.ask(&request, progress).await.map_err(|error| failed(&error))?;
        Ok(answer.encode_with_status())
    }
}

fn failed(error: &HttpError) -> ServerError {
    ServerError { what: error.to_string(), retrying_helps: error.retrying_helps(), hint: error.hint() }
}
