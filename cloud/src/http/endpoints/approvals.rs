use crate::{
    http::{
        App, Endpoint, Failed, Method,
        answer::{Answer, created, ok},
        bearer::Bearer,
        body::Body,
        path::Id,
    },
    service::Act,
};
use account::wire::{Approval, ApprovalAnswer, ApprovalGrant, ApprovalRequest, Approvals, OpenApproval};
use axum::{extract::State, http::StatusCode};
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Post, "/v1/approvals", "A new device asks to be approved", ask)
            .by(Act::AskApproval)
            .takes("ApprovalRequest")
            .answers(&[(201, "Approval")])
            .refuses(&[409, 429]),
        Endpoint::new(Method::Get, "/v1/approvals", "Those that are not void", list)
            .by(Act::ListApprovals)
            .answers(&[(200, "Approvals")]),
        Endpoint::new(Method::Get, "/v1/approvals/{id}", "How one stands", follow)
            .by(Act::FollowApproval)
            .answers(&[(200, "Approval")])
            .refuses(&[404]),
        Endpoint::new(Method::Put, "/v1/approvals/{id}/answer", "An old device's half", answer)
            .by(Act::AnswerApproval)
            .takes("ApprovalAnswer")
            .answers(&[(200, "Approval")])
            .refuses(&[404, 409]),
        Endpoint::new(Method::Put, "/v1/approvals/{id}/open", "What the new device had committed to", open)
            .by(Act::OpenApproval)
            .takes("OpenApproval")
            .answers(&[(200, "Approval")])
            .refuses(&[404, 409]),
        Endpoint::new(Method::Put, "/v1/approvals/{id}/grant", "The keys, sealed, and the device list with it", grant)
            .by(Act::GrantApproval)
            .takes("ApprovalGrant")
            .answers(&[(200, "Approval")])
            .refuses(&[404, 409, 422]),
        Endpoint::new(Method::Delete, "/v1/approvals/{id}", "Take it back, or refuse it", withdraw)
            .by(Act::WithdrawApproval)
            .answers(&[(204, "")]),
    ]
}

type Stands = Result<Answer<Approval>, Failed>;

async fn ask(State(app): State<Arc<App>>, bearer: Bearer, Body(request): Body<ApprovalRequest, 16>) -> Stands {
    Ok(created(app.service().ask_approval(bearer.text(), request).await?))
}

async fn list(State(app): State<Arc<App>>, bearer: Bearer) -> Result<Answer<Approvals>, Failed> {
    Ok(ok(app.service().approvals(bearer.text()).await?))
}

async fn follow(State(app): State<Arc<App>>, bearer: Bearer, Id(id): Id) -> Stands {
    Ok(ok(app.service().approval(bearer.text(), &id).await?))
}

async fn answer(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Id(id): Id,
    Body(request): Body<ApprovalAnswer, 16>,
) -> Stands {
    Ok(ok(app.service().answer_approval(bearer.text(), &id, request).await?))
}

async fn open(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Id(id): Id,
    Body(request): Body<OpenApproval, 16>,
) -> Stands {
    Ok(ok(app.service().open_approval(bearer.text(), &id, request).await?))
}

async fn grant(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Id(id): Id,
    Body(request): Body<ApprovalGrant, 2048>,
) -> Stands {
    Ok(ok(app.service().grant_approval(bearer.text(), &id, request).await?))
}

async fn withdraw(State(app): State<Arc<App>>, bearer: Bearer, Id(id): Id) -> Result<StatusCode, Failed> {
    app.service().withdraw_approval(bearer.text(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
