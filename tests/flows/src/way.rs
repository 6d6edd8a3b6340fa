use app::ports::{Cloud, CloudRequest, CloudResponse, Method, ServerError, Wakes};
use async_trait::async_trait;
use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use std::sync::Arc;
use tower::ServiceExt;
use web::cloud::{CloudAddress, CloudHttp, CloudHttpError, CloudRoots, Method as Verb, WakeSocket};

/// A method as HTTP has it.
#[must_use]
pub const fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}

/// What the account's server answers, asked without a socket.
///
/// # Panics
/// If its answer breaks off.
pub async fn answer(router: Router, request: &CloudRequest) -> CloudResponse {
    let CloudRequest { method, path, token, body } = request;
    let mut asked = Request::builder().method(word(*method)).uri(path);
    if let Some(token) = token {
        asked = asked.header("authorization", format!("Bearer {}", token.as_str()));
    }
    if body.is_some() {
        asked = asked.header("content-type", "application/json");
    }
    let asked = asked.body(Body::from(body.clone().unwrap_or_default())).expect("a request");
    let Ok(answer) = router.oneshot(asked).await;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.expect("a body").to_bytes().to_vec();
    CloudResponse { status, body }
}

/// The way to a server on loopback, by HTTP and WebSocket, as `landfall` has it.
///
/// # Panics
/// If `url` is no address.
#[must_use]
pub fn by_http(url: &str) -> Arc<dyn Cloud> {
    let address = CloudAddress::parse(url).expect("an address");
    Arc::new(Line(CloudHttp::new(address, &CloudRoots::Public).expect("a client")))
}

struct Line(CloudHttp);

#[async_trait]
impl Cloud for Line {
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError> {
        let CloudRequest { method, path, token, body } = request;
        let method = match method {
            Method::Get => Verb::GET,
            Method::Post => Verb::POST,
            Method::Put => Verb::PUT,
            Method::Delete => Verb::DELETE,
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
