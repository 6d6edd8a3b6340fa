use crate::{
    http::{
        App, Endpoint, Failed, Method,
        answer::{Answer, created, json, ok},
        bearer::Bearer,
        body::Body,
        from::From,
    },
    service::Act,
};
use account::{
    signed::Signed,
    wire::{AccountView, HandOver, Register, RegisterStart, RegisterStarted, ReplaceKeys},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Post, "/v1/accounts/start", "The first half of a registration", start)
            .takes("RegisterStart")
            .answers(&[(200, "RegisterStarted")])
            .refuses(&[429]),
        Endpoint::new(Method::Post, "/v1/accounts", "Make an account, whole", register)
            .takes("Register")
            .answers(&[(201, "AccountView")])
            .refuses(&[409, 422, 429]),
        Endpoint::new(Method::Get, "/v1/account", "How the account lies here", see)
            .by(Act::SeeAccount)
            .answers(&[(200, "AccountView")]),
        Endpoint::new(Method::Put, "/v1/keys", "New sealed keys with their device list", replace)
            .by(Act::ReplaceKeys)
            .takes("ReplaceKeys")
            .answers(&[(204, "")])
            .refuses(&[409, 422]),
        Endpoint::new(Method::Get, "/v1/hand-over", "The new root, as it was handed over to this device", hand_over)
            .by(Act::TakeHandOver)
            .answers(&[(200, "HandOver")])
            .refuses(&[404]),
        Endpoint::new(Method::Delete, "/v1/account", "Delete the account, by a proof of owner key or sheet", delete)
            .takes("Signed")
            .answers(&[(204, "")])
            .refuses(&[401]),
        Endpoint::new(Method::Get, "/v1/account/export", "All that is kept of the account", export)
            .by(Act::Export)
            .answers(&[(200, "Export")]),
    ]
}

async fn start(
    State(app): State<Arc<App>>,
    From(address): From,
    Body(request): Body<RegisterStart, 16>,
) -> Result<Answer<RegisterStarted>, Failed> {
    Ok(ok(app.service().register_start(request, address).await?))
}

async fn register(
    State(app): State<Arc<App>>,
    From(address): From,
    Body(request): Body<Register, 128>,
) -> Result<Answer<AccountView>, Failed> {
    Ok(created(app.service().register(request, address).await?))
}

async fn see(State(app): State<Arc<App>>, bearer: Bearer) -> Result<Answer<AccountView>, Failed> {
    Ok(ok(app.service().see_account(bearer.text()).await?))
}

async fn replace(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(request): Body<ReplaceKeys, 2048>,
) -> Result<StatusCode, Failed> {
    app.service().replace_keys(bearer.text(), request).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn hand_over(State(app): State<Arc<App>>, bearer: Bearer) -> Result<Answer<HandOver>, Failed> {
    Ok(ok(app.service().hand_over(bearer.text()).await?))
}

async fn delete(State(app): State<Arc<App>>, Body(proof): Body<Signed, 16>) -> Result<StatusCode, Failed> {
    app.service().delete(&proof).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn export(State(app): State<Arc<App>>, bearer: Bearer) -> Response {
    match app.service().export(bearer.text()).await {
        Ok(page) => json(StatusCode::OK, crate::http::export::body(app.service().clone(), page)),
        Err(error) => Failed::from(error).into_response(),
    }
}
