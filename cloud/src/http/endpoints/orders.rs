use crate::{
    http::{
        App, Endpoint, Failed, Method,
        answer::{Answer, created, ok},
        bearer::Bearer,
        body::Body,
        path::{Asked, Id},
    },
    service::Act,
};
use account::wire::{Bytes, Contact, OrderView, Orders, PutOrder, Receipts, Waiting};
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Post, "/v1/orders", "Order something of a device; again 200", give)
            .by(Act::GiveOrder)
            .takes("PutOrder")
            .answers(&[(201, "OrderView"), (200, "OrderView")])
            .refuses(&[404, 409, 422]),
        Endpoint::new(Method::Get, "/v1/orders", "The account's orders and how they stand", list)
            .by(Act::ReadOrders)
            .answers(&[(200, "Orders")]),
        Endpoint::new(Method::Get, "/v1/orders/{id}", "How one stands", one)
            .by(Act::ReadOrders)
            .answers(&[(200, "OrderView")])
            .refuses(&[404]),
        Endpoint::new(
            Method::Post,
            "/v1/orders/mine",
            "A device hands in receipts and gets its orders, by a proof of its key",
            mine,
        )
        .takes("Contact")
        .answers(&[(200, "Waiting")])
        .refuses(&[401]),
        Endpoint::new(Method::Get, "/v1/receipts", "Receipts of one enrolment, in order", receipts)
            .by(Act::ReadReceipts)
            .query(&[("device", "Bytes", true), ("epoch", "Number", true)])
            .answers(&[(200, "Receipts")]),
    ]
}

async fn give(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Body(request): Body<PutOrder, 1024>,
) -> Result<Answer<OrderView>, Failed> {
    let given = app.service().give_order(bearer.text(), request).await?;
    Ok(if given.new { created(given.view) } else { ok(given.view) })
}

async fn list(State(app): State<Arc<App>>, bearer: Bearer) -> Result<Answer<Orders>, Failed> {
    Ok(ok(app.service().orders(bearer.text()).await?))
}

async fn one(State(app): State<Arc<App>>, bearer: Bearer, Id(id): Id) -> Result<Answer<OrderView>, Failed> {
    Ok(ok(app.service().order(bearer.text(), &id).await?))
}

async fn mine(State(app): State<Arc<App>>, Body(contact): Body<Contact, 256>) -> Result<Answer<Waiting>, Failed> {
    Ok(ok(app.service().contact(contact).await?))
}

#[derive(Deserialize)]
struct Enrolment {
    device: Bytes,
    epoch: u64,
}

async fn receipts(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Asked(Enrolment { device, epoch }): Asked<Enrolment>,
) -> Result<Answer<Receipts>, Failed> {
    Ok(ok(app.service().receipts(bearer.text(), &device, epoch).await?))
}
