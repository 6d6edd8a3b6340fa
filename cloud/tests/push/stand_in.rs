//! A push service in this process, over HTTP/2 without TLS: each request is kept, each answer is given beforehand.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, Version},
    response::IntoResponse,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use tokio::net::TcpListener;

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

/// What is answered: status, `Retry-After`, body.
type Answer = (u16, Option<u64>, String);

#[derive(Clone, Default)]
pub(crate) struct StandIn(Arc<Mutex<(Vec<Asked>, VecDeque<Answer>)>>);

impl StandIn {
    /// It, and where it listens.
    pub(crate) async fn start() -> (Self, String) {
        let stand_in = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("it listens"));
        let router = Router::new().fallback(answer).with_state(stand_in.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (stand_in, address)
    }

    /// This is its next answer that is not given yet.
    pub(crate) fn answers(&self, status: u16, body: &str) {
        self.0.lock().expect("no panic").1.push_back((status, None, body.to_owned()));
    }

    pub(crate) fn asks_to_wait(&self, status: u16, seconds: u64) {
        self.0.lock().expect("no panic").1.push_back((status, Some(seconds), String::new()));
    }

    /// What was asked since.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.0.lock().expect("no panic").0)
    }
}

async fn answer(
    State(stand_in): State<StandIn>,
    method: Method,
    version: Version,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    assert_eq!((method, version), (Method::POST, Version::HTTP_2));
    let mut kept = stand_in.0.lock().expect("no panic");
    let body = String::from_utf8(body.to_vec()).expect("text");
    kept.0.push(Asked { path: uri.path().to_owned(), headers, body });
    let (status, wait, body) = kept.1.pop_front().expect("an answer was prepared");
    let mut headers = HeaderMap::new();
    if let Some(wait) = wait {
        headers.insert("retry-after", wait.into());
    }
    (StatusCode::from_u16(status).expect("a status"), headers, body)
}

/// A JSON Web Token taken apart: head, claims, what is signed, signature.
pub(crate) fn token(text: &str) -> (Value, Value, String, Vec<u8>) {
    let parts: Vec<&str> = text.split('.').collect();
    let [head, claims, signature] = parts[..] else { panic!("three parts: {text}") };
    let read = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64url");
    let json = |part: &str| serde_json::from_slice(&read(part)).expect("JSON");
    (json(head), json(claims), format!("{head}.{claims}"), read(signature))
}
