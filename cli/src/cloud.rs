//! An account's server through the network.

use crate::{args::Cli, failure::Failure};
use app::{
    AccountError, Landfall,
    ports::{Cloud, CloudRequest, CloudResponse, Method, ServerError, Wakes},
};
use async_trait::async_trait;
use std::sync::Arc;
use web::cloud::{self, CloudAddress, CloudHttp, CloudHttpError, CloudRoots, WakeSocket};

/// Names a file with the roots that servers of accounts prove themselves under.
const ROOTS: &str = "LANDFALL_CLOUD_ROOTS";

/// The server at `address`, and its address as it is kept.
pub(crate) fn at(cli: &Cli, address: &str) -> Result<(String, Arc<dyn Cloud>), Failure> {
    let address = CloudAddress::parse(address)?;
    let by_environment = || std::env::var_os(ROOTS).filter(|path| !path.is_empty()).map(Into::into);
    let roots = cli.cloud_roots.clone().or_else(by_environment).map_or(CloudRoots::Public, CloudRoots::File);
    let name = address.to_string();
    Ok((name, Arc::new(Server(CloudHttp::new(address, &roots)?))))
}

/// The server of the account that is signed in here.
pub(crate) fn of_account(cli: &Cli, landfall: &Landfall) -> Result<Arc<dyn Cloud>, Failure> {
    Ok(at(cli, &landfall.account()?.server)?.1)
}

/// The same, also while this phone is locked.
pub(crate) fn of_locked_account(cli: &Cli, landfall: &Landfall) -> Result<Arc<dyn Cloud>, Failure> {
    let server = landfall.account_server()?.ok_or(AccountError::None)?;
    Ok(at(cli, &server)?.1)
}

struct Server(CloudHttp);

#[async_trait]
impl Cloud for Server {
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError> {
        let CloudRequest { method, path, token, body } = request;
        let method = match method {
            Method::Get => cloud::Method::GET,
            Method::Post => cloud::Method::POST,
            Method::Put => cloud::Method::PUT,
            Method::Delete => cloud::Method::DELETE,
        };
        let token = token.as_ref().map(|token| token.as_str());
        let answer = self.0.ask(method, &path, token, body).await.map_err(|error| failed(&error))?;
        Ok(CloudResponse { status: answer.status, body: answer.body })
    }

    async fn listen(&self, token: &str) -> Result<Box<dyn Wakes>, ServerError> {
        let socket = self.0.listen("/v1/wake", token).await.map_err(|error| failed(&error))?;
        Ok(Box::new(Socket(socket)))
    }
}

struct Socket(WakeSocket);

#[async_trait]
impl Wakes for Socket {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, ServerError> {
        self.0.next().await.map_err(|error| failed(&error))
    }
}

fn failed(error: &CloudHttpError) -> ServerError {
    ServerError { what: error.to_string(), retrying_helps: error.retrying_helps(), hint: error.hint() }
}
