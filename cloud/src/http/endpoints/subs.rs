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
use account::wire::{Introduced, NewSub, OrderView, PutOrder, PutShare, PutStanding, Shares, SubView, Subs};
use axum::{extract::State, http::StatusCode};
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Post, "/v1/subs", "Invite an account to be a sub-account; again 200", invite)
            .by(Act::TieAccounts)
            .takes("NewSub")
            .answers(&[(201, "SubView"), (200, "SubView")])
            .refuses(&[409, 422]),
        Endpoint::new(Method::Get, "/v1/subs", "Accounts that this one is tied to, and how they stand", list)
            .by(Act::SeeTies)
            .answers(&[(200, "Subs")]),
        Endpoint::new(Method::Get, "/v1/subs/{id}", "One invitation", one)
            .by(Act::SeeTies)
            .answers(&[(200, "SubView")])
            .refuses(&[404]),
        Endpoint::new(Method::Put, "/v1/subs/{id}", "Accept it", accept)
            .by(Act::TieAccounts)
            .takes("Introduced")
            .answers(&[(200, "SubView")])
            .refuses(&[404, 409, 422]),
        Endpoint::new(Method::Delete, "/v1/subs/{id}", "End it, by either account", end)
            .by(Act::TieAccounts)
            .answers(&[(204, "")])
            .refuses(&[404]),
        Endpoint::new(Method::Put, "/v1/standings", "Say how two accounts stand", stand)
            .by(Act::SayStanding)
            .takes("PutStanding")
            .answers(&[(204, "")])
            .refuses(&[404, 409, 422]),
        Endpoint::new(Method::Put, "/v1/shares", "Show cards to a linked account, sealed to it", share)
            .by(Act::ShareCards)
            .takes("PutShare")
            .answers(&[(204, "")])
            .refuses(&[404, 409, 422]),
        Endpoint::new(Method::Get, "/v1/shares", "What linked accounts show this one", shares)
            .by(Act::ShareCards)
            .answers(&[(200, "Shares")]),
        Endpoint::new(
            Method::Post,
            "/v1/subs/orders",
            "Order something of a device of a linked account, by a right; again 200",
            order,
        )
        .by(Act::OrderByRight)
        .takes("PutOrder")
        .answers(&[(201, "OrderView"), (200, "OrderView")])
        .refuses(&[404, 409, 422]),
    ]
}

async fn invite(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(new): Body<NewSub, 64>,
) -> Result<Answer<SubView>, Failed> {
    let (new, view) = app.service().invite_sub(bearer.text(), new).await?;
    Ok(if new { created(view) } else { ok(view) })
}

async fn list(State(app): State<Arc<App>>, bearer: Bearer) -> Result<Answer<Subs>, Failed> {
    Ok(ok(app.service().see_subs(bearer.text()).await?))
}

async fn one(State(app): State<Arc<App>>, bearer: Bearer, Id(id): Id) -> Result<Answer<SubView>, Failed> {
    Ok(ok(app.service().see_sub(bearer.text(), &id).await?))
}

async fn accept(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Id(id): Id,
    Body(said): Body<Introduced, 64>,
) -> Result<Answer<SubView>, Failed> {
    Ok(ok(app.service().accept_sub(bearer.text(), &id, said).await?))
}

async fn end(State(app): State<Arc<App>>, bearer: Bearer, Id(id): Id) -> Result<StatusCode, Failed> {
    app.service().end_sub(bearer.text(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn stand(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(standing): Body<PutStanding, 256>,
) -> Result<StatusCode, Failed> {
    app.service().put_standing(bearer.text(), standing).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn share(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(share): Body<PutShare, 1024>,
) -> Result<StatusCode, Failed> {
    app.service().put_share(bearer.text(), share).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn shares(State(app): State<Arc<App>>, bearer: Bearer) -> Result<Answer<Shares>, Failed> {
    Ok(ok(app.service().shares(bearer.text()).await?))
}

async fn order(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(order): Body<PutOrder, 1024>,
) -> Result<Answer<OrderView>, Failed> {
    let given = app.service().order_by_right(bearer.text(), order).await?;
    Ok(if given.new { created(given.view) } else { ok(given.view) })
}
