use app::ports::{Cloud, CloudRequest, CloudResponse, Method, ServerError, Wakes};
use async_trait::async_trait;
use std::sync::Arc;
use web::cloud::{self, CloudAddress, CloudHttp, CloudHttpError, CloudRoots, WakeSocket};

/// A phone's way to the server, as `landfall` has it.
pub(super) struct Line(CloudHttp);

impl Line {
    pub(super) fn to(server: &str) -> Arc<dyn Cloud> {
        let address = CloudAddress::parse(server).expect("an address");
        Arc::new(Self(CloudHttp::new(address, &CloudRoots::Public).expect("a client")))
    }
}

#[async_trait]
impl Cloud for Line {
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
        Ok(Box::new(Socket(self.0.listen("/v1/wake", token).await.map_err(|error| failed(&error))?)))
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
