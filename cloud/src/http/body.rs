use super::{App, Failed, bearer::Bearer};
use account::wire::ProblemKind;
use axum::{
    body::HttpBody,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use std::{sync::Arc, time::Duration};

/// For a body to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A JSON body of at most so many KiB.
pub(super) struct Body<T, const KIB: usize>(pub(super) T);

/// KiB that are read of anybody; more, of whoever has a token.
const ANYBODYS: usize = 256;

impl<T: DeserializeOwned, const KIB: usize> FromRequest<Arc<App>> for Body<T, KIB> {
    type Rejection = Failed;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failed> {
        let short = request.body().size_hint().upper().is_some_and(|most| most <= (ANYBODYS as u64) << 10);
        if KIB > ANYBODYS && !short {
            app.service().is_known(Bearer::of(request.headers()).text()).await?;
        }
        read(request, KIB).await.map(Self)
    }
}

/// The body, for whom it is known already that he may send so much.
pub(super) async fn read<T: DeserializeOwned>(request: Request, kib: usize) -> Result<T, Failed> {
    if !is_json(request.headers()) {
        let detail = "The body must be application/json.";
        return Err(Failed::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ProblemKind::Malformed, detail.into()));
    }
    let body = Limited::new(request.into_body(), kib << 10);
    let bytes = match tokio::time::timeout(PATIENCE, body.collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let detail = format!("The body is longer than {kib} KiB. Send less at once.");
            return Err(Failed::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemKind::TooLong, detail.into()));
        }
        Ok(Err(_)) => return Err(Failed::malformed("The body broke off. Try again.")),
        Err(_) => {
            let detail = "The body did not come in time. Try again.";
            return Err(Failed::new(StatusCode::REQUEST_TIMEOUT, ProblemKind::Malformed, detail.into()));
        }
    };
    let read = serde_json::from_slice(&bytes);
    // The words are about what the client itself sent, and go to it alone.
    read.map_err(|error| Failed::malformed(format!("The body is not what is taken here: {error}.")))
}

/// One that is said to be nothing is taken.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(given) = headers.get(header::CONTENT_TYPE) else { return true };
    let essence = given.to_str().ok().and_then(|text| text.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}
