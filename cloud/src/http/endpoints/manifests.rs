use crate::{
    http::{
        App, Endpoint, Failed, Method,
        answer::{Answer, ok},
        bearer::Bearer,
        body::Body,
        path::Asked,
    },
    service::Act,
};
use account::wire::{Manifests, NextManifest};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Get, "/v1/manifests", "The device lists above a version, in order", read)
            .by(Act::ReadManifests)
            .query(&[("after", "Number", false)])
            .answers(&[(200, "Manifests")]),
        Endpoint::new(Method::Post, "/v1/manifests", "The next device list", add)
            .by(Act::AddManifest)
            .takes("NextManifest")
            .answers(&[(204, "")])
            .refuses(&[409, 422]),
    ]
}

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: u64,
}

async fn read(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Asked(After { after }): Asked<After>,
) -> Result<Answer<Manifests>, Failed> {
    Ok(ok(app.service().manifests(bearer.text(), after).await?))
}

async fn add(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(request): Body<NextManifest, 1024>,
) -> Result<StatusCode, Failed> {
    app.service().add_manifest(bearer.text(), request).await?;
    Ok(StatusCode::NO_CONTENT)
}
