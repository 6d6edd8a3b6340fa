use crate::{
    http::{App, Endpoint, Failed, Method, bearer::Bearer, body::Body},
    service::Act,
};
use account::wire::PushAddress;
use axum::{extract::State, http::StatusCode};
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Put, "/v1/push", "Where this device is woken when there are orders for it", put)
            .by(Act::BeWoken)
            .takes("PushAddress")
            .answers(&[(204, "")]),
        Endpoint::new(Method::Delete, "/v1/push", "This device is woken nowhere any more", delete)
            .by(Act::BeWoken)
            .answers(&[(204, "")]),
    ]
}

async fn put(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(address): Body<PushAddress, 8>,
) -> Result<StatusCode, Failed> {
    app.service().put_push(bearer.text(), Some(&address)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn delete(State(app): State<Arc<App>>, bearer: Bearer) -> Result<StatusCode, Failed> {
    app.service().put_push(bearer.text(), None).await?;
    Ok(StatusCode::NO_CONTENT)
}
