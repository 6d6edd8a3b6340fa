use crate::{
    http::{
        App, Endpoint, Failed, Method,
        answer::{Answer, ok},
        bearer::Bearer,
        body::Body,
        wake,
    },
    service::Act,
};
use account::{
    signed::Signed,
    wire::{Challenge, Session},
};
use axum::{extract::State, http::StatusCode};
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Post, "/v1/challenges", "Something to sign, good once and for a minute", challenge)
            .answers(&[(200, "Challenge")]),
        Endpoint::new(Method::Post, "/v1/sessions", "A device's token, by a proof of its key", sign_in)
            .takes("Signed")
            .answers(&[(200, "Session")])
            .refuses(&[401]),
        Endpoint::new(Method::Delete, "/v1/sessions", "End this token", sign_out)
            .by(Act::EndSession)
            .answers(&[(204, "")]),
        Endpoint::new(Method::Get, "/v1/wake", "A WebSocket that says what to ask for, each a Wake", wake::wake)
            .by(Act::Listen)
            .answers(&[(101, "")]),
    ]
}

async fn challenge(State(app): State<Arc<App>>) -> Result<Answer<Challenge>, Failed> {
    Ok(ok(app.service().challenge()))
}

async fn sign_in(State(app): State<Arc<App>>, Body(proof): Body<Signed, 16>) -> Result<Answer<Session>, Failed> {
    Ok(ok(app.service().sign_in(&proof).await?))
}

async fn sign_out(State(app): State<Arc<App>>, bearer: Bearer) -> Result<StatusCode, Failed> {
    app.service().sign_out(bearer.text()).await?;
    Ok(StatusCode::NO_CONTENT)
}
