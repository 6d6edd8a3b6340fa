use crate::{
    http::{
        App, Endpoint, Failed, Method,
        answer::{Answer, created, ok},
        bearer::Bearer,
        body::Body,
        path::{Id, Name},
    },
    service::Act,
};
use account::wire::{Agencies, CardOrder, CardOrders, Products, PutCardOrder};
use axum::extract::State;
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Get, "/v1/agencies", "Who sells cards here", agencies)
            .by(Act::ReadCardOrders)
            .answers(&[(200, "Agencies")]),
        Endpoint::new(Method::Get, "/v1/agencies/{agency}/products", "What an agency sells", products)
            .by(Act::ReadCardOrders)
            .answers(&[(200, "Products")])
            .refuses(&[404]),
        Endpoint::new(Method::Post, "/v1/agencies/{agency}/orders", "Order a card; again 200", order)
            .by(Act::OrderCard)
            .takes("PutCardOrder")
            .answers(&[(201, "CardOrder"), (200, "CardOrder")])
            .refuses(&[404, 409, 422]),
        Endpoint::new(Method::Get, "/v1/card-orders", "The account's orders of cards, and how they stand", list)
            .by(Act::ReadCardOrders)
            .answers(&[(200, "CardOrders")]),
        Endpoint::new(Method::Get, "/v1/card-orders/{id}", "How one stands, and where its card is to be fetched", one)
            .by(Act::ReadCardOrders)
            .answers(&[(200, "CardOrder")])
            .refuses(&[404]),
        Endpoint::new(Method::Post, "/v1/card-orders/{id}/given", "A device has the card", given)
            .by(Act::OrderCard)
            .answers(&[(200, "CardOrder")])
            .refuses(&[404, 409]),
        Endpoint::new(Method::Delete, "/v1/card-orders/{id}", "Take an order back", withdraw)
            .by(Act::OrderCard)
            .answers(&[(200, "CardOrder")])
            .refuses(&[404, 409]),
    ]
}

async fn agencies(State(app): State<Arc<App>>, bearer: Bearer) -> Result<Answer<Agencies>, Failed> {
    Ok(ok(app.service().list_agencies(bearer.text()).await?))
}

async fn products(State(app): State<Arc<App>>, bearer: Bearer, Name(agency): Name) -> Result<Answer<Products>, Failed> {
    Ok(ok(app.service().products(bearer.text(), &agency).await?))
}

async fn order(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    Name(agency): Name,
    Body(wish): Body<PutCardOrder, 4>,
) -> Result<Answer<CardOrder>, Failed> {
    let (new, view) = app.service().order_card(bearer.text(), &agency, wish).await?;
    Ok(if new { created(view) } else { ok(view) })
}

async fn list(State(app): State<Arc<App>>, bearer: Bearer) -> Result<Answer<CardOrders>, Failed> {
    Ok(ok(app.service().card_orders(bearer.text()).await?))
}

async fn one(State(app): State<Arc<App>>, bearer: Bearer, Id(id): Id) -> Result<Answer<CardOrder>, Failed> {
    Ok(ok(app.service().card_order(bearer.text(), &id).await?))
}

async fn given(State(app): State<Arc<App>>, bearer: Bearer, Id(id): Id) -> Result<Answer<CardOrder>, Failed> {
    Ok(ok(app.service().card_given(bearer.text(), &id).await?))
}

async fn withdraw(State(app): State<Arc<App>>, bearer: Bearer, Id(id): Id) -> Result<Answer<CardOrder>, Failed> {
    Ok(ok(app.service().withdraw_card_order(bearer.text(), &id).await?))
}
