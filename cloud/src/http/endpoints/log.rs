use crate::{
    http::{
        App, Endpoint, Failed, Method,
        answer::{json, ok},
        bearer::Bearer,
        body::Body,
        chunks,
        path::Asked,
        problem::conflicts_or_failed,
    },
    service::Act,
    storage::Page,
};
use account::wire::{Push, PutHead};
use axum::{
    body::{self, Bytes},
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Get, "/v1/log", "The log above a place, in order", read)
            .by(Act::ReadLog)
            .query(&[("after", "Number", false), ("limit", "Number", false)])
            .answers(&[(200, "Pulled")]),
        Endpoint::new(
            Method::Post,
            "/v1/log",
            "Writes that go in together or not at all; 409 has what stood in the way",
            write,
        )
        .by(Act::WriteLog)
        .takes("Push")
        .answers(&[(200, "Pushed"), (409, "Conflicts")])
        .refuses(&[422]),
        Endpoint::new(Method::Put, "/v1/heads", "Where the device stands", head)
            .by(Act::PutHead)
            .takes("PutHead")
            .answers(&[(204, "")])
            .refuses(&[422]),
    ]
}

#[derive(Deserialize)]
struct From {
    #[serde(default)]
    after: u64,
    limit: Option<u32>,
}

async fn read(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Asked(From { after, limit }): Asked<From>,
) -> Result<Response, Failed> {
    let page = app.service().read_log(bearer.text(), after, limit).await?;
    Ok(json(StatusCode::OK, pulled(page)))
}

/// [`account::wire::Pulled`]; its entries and heads are JSON as they are kept, and are not read again for it. Many entries aren't even copied.
fn pulled(page: Page) -> body::Body {
    const BEGIN: &str = "{\"entries\":[";
    let Page { entries, last, heads, manifest, restore_epoch } = page;
    let end = format!(
        "],\"last_seq\":{last},\"heads\":[{heads}],\"manifest\":{manifest},\"restore_epoch\":{restore_epoch}}}"
    );
    if entries.len() > chunks::PART {
        return chunks::pieces([Bytes::from_static(BEGIN.as_bytes()), Bytes::from(entries), Bytes::from(end)]);
    }
    chunks::body([BEGIN, &entries, &end].concat())
}

async fn write(State(app): State<Arc<App>>, bearer: Bearer, Body(push): Body<Push, 8192>) -> Response {
    match app.service().write_log(bearer.text(), push).await {
        Ok(pushed) => ok(pushed).into_response(),
        Err(error) => conflicts_or_failed(error),
    }
}

async fn head(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(request): Body<PutHead, 16>,
) -> Result<StatusCode, Failed> {
    app.service().put_head(bearer.text(), request).await?;
    Ok(StatusCode::NO_CONTENT)
}
