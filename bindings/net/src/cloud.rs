//! An account's server through the network.

use app::ports::{Cloud, CloudRequest, CloudResponse, Method, ServerError, Wakes};
use async_trait::async_trait;
use std::sync::Arc;
use web::cloud::{self, CloudHttp, WakeSocket};
pub use web::cloud::{CloudAddress, CloudHttpError, CloudRoots};

/// The server at `address`, which proves itself under `roots`.
///
/// # Errors
/// [`CloudHttpError`]: the roots can't be read. Nothing is asked yet.
pub fn at(address: CloudAddress, roots: &CloudRoots) -> Result<Arc<dyn Cloud>, CloudHttpError> {
    Ok(Arc::new(Server(CloudHttp::new(address, roots)?)))
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
