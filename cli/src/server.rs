//! An SM-DP+ through the network.

use crate::failure::Failure;
use app::{
    Landfall,
    ports::{Es9, ServerError},
    session::Progress,
};
use async_trait::async_trait;
use rsp::{
    cert::chain::Crls,
    es9::{Request, Response},
};
use web::{
    client::{Client, HttpError},
    tls::Trust,
};

/// A client of one server.
pub(crate) struct Server(Client);

/// The server at `address`, reached at `via` if that is given; it must prove itself under an installed root.
pub(crate) fn at(landfall: &Landfall, address: &str, via: Option<&str>) -> Result<Server, Failure> {
    let trust = Trust::new(landfall.trusted()?, Crls::default());
    let client = Client::new(address, trust).map_err(|error| app::Error::Server(failed(&error)))?;
    Ok(Server(client.via(via.map(str::to_owned))))
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
