use crate::{
    http::{
        App, Endpoint, Failed, Method,
        answer::{Answer, ok},
        bearer::Bearer,
        body::Body,
        path::Id,
    },
    service::Act,
};
use account::wire::{CardCertified, CertifyCard};
use axum::extract::State;
use report::{Renew, Renewed};
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::Post,
            "/v1/kiosks/{id}/eum",
            "A kiosk takes a new certificate for its EUM, by its key and the EUM's",
            renew,
        )
        .takes("RenewEum")
        .answers(&[(200, "EumRenewed")])
        .refuses(&[404, 409, 422]),
        Endpoint::new(
            Method::Post,
            "/v1/cards/certificate",
            "An eUICC that a kiosk has certified takes a certificate that lives longer",
            certify,
        )
        .by(Act::ClaimCard)
        .takes("CertifyCard")
        .answers(&[(200, "CardCertified")])
        .refuses(&[404, 409, 422]),
    ]
}

async fn renew(
    State(app): State<Arc<App>>,
    Id(id): Id,
    Body(request): Body<Renew, 16>,
) -> Result<Answer<Renewed>, Failed> {
    let id = id.try_into().map_err(|_| Failed::malformed("The id in the path is no kiosk's."))?;
    Ok(ok(app.service().renew_eum(&id, request).await?))
}

async fn certify(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(wanted): Body<CertifyCard, 32>,
) -> Result<Answer<CardCertified>, Failed> {
    Ok(ok(app.service().certify_card(bearer.text(), wanted).await?))
}
