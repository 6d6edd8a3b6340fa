use crate::{
    http::{
        App, Endpoint, Failed, Method,
        answer::{Answer, created, ok},
        bearer::Bearer,
        body::{self, Body},
        from::From,
        path::{Id, Name},
    },
    service::Act,
};
use account::wire::{Claim, ClaimStarted};
use axum::{
    extract::{Request, State},
    http::StatusCode,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use report::{Answer as Told, Contact, Register, Registered};
use serde::Deserialize;
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Post, "/v1/kiosks", "A kiosk registers by its token; again 200", register)
            .takes("RegisterKiosk")
            .answers(&[(201, "Registered"), (200, "Registered")])
            .refuses(&[403, 422]),
        Endpoint::new(
            Method::Post,
            "/v1/kiosks/{id}/reports",
            "A kiosk hands in reports and takes news, by a call that its key has signed",
            contact,
        )
        .takes("KioskContact")
        .answers(&[(200, "KioskAnswer")])
        .refuses(&[404, 409, 422]),
        Endpoint::new(
            Method::Post,
            "/gsma/rsp2/es9plus/handleNotification",
            "A phone that has left its kiosk hands in what its card signed (ES9+)",
            late_result,
        )
        .takes("HandleNotification")
        .answers(&[(204, "")])
        .refuses(&[404, 429]),
        Endpoint::new(
            Method::Post,
            "/v1/subscriptions/{iccid}/challenge",
            "Something for a card to authenticate by",
            claim_start,
        )
        .by(Act::ClaimCard)
        .answers(&[(200, "ClaimStarted")]),
        Endpoint::new(Method::Post, "/v1/subscriptions/{iccid}/claim", "Show that the phone holds a card", claim)
            .by(Act::ClaimCard)
            .takes("Claim")
            .answers(&[(204, "")])
            .refuses(&[422]),
    ]
}

async fn register(
    State(app): State<Arc<App>>,
    Body(request): Body<Register, 16>,
) -> Result<Answer<Registered>, Failed> {
    let (new, registered) = app.service().register_kiosk(request).await?;
    Ok(if new { created(registered) } else { ok(registered) })
}

async fn contact(State(app): State<Arc<App>>, Id(id): Id, request: Request) -> Result<Answer<Told>, Failed> {
    let id = id.try_into().map_err(|_| Failed::malformed("The id in the path is no kiosk's."))?;
    // Whoever is none is not listened to for long.
    app.service().knows_kiosk(&id).await?;
    let contact: Contact = body::read(request, 16_384).await?;
    Ok(ok(app.service().kiosk_contact(&id, contact).await?))
}

/// ES9+.HandleNotification (SGP.22 §6.5.2.5): base64 with padding, as its JSON has it, of 8 KiB at most.
#[derive(Deserialize)]
struct HandleNotification {
    #[serde(rename = "pendingNotification")]
    pending_notification: String,
}

async fn late_result(
    State(app): State<Arc<App>>,
    From(address): From,
    Body(handed): Body<HandleNotification, 12>,
) -> Result<StatusCode, Failed> {
    let wrong = |_| Failed::malformed("pendingNotification is not base64.");
    let notification = STANDARD.decode(handed.pending_notification).map_err(wrong)?;
    app.service().late_result(&notification, address).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn claim_start(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Name(iccid): Name,
) -> Result<Answer<ClaimStarted>, Failed> {
    Ok(ok(app.service().claim_start(bearer.text(), &iccid).await?))
}

async fn claim(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Name(iccid): Name,
    Body(claim): Body<Claim, 4>,
) -> Result<StatusCode, Failed> {
    app.service().claim(bearer.text(), &iccid, claim).await?;
    Ok(StatusCode::NO_CONTENT)
}
