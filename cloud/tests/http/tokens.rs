//! Every kind of token × every route.

use crate::{examples, world::*};
use account::{signed::Signer, wire::Bytes};
use landfall_cloud::{
    http::{Endpoint, routes},
    service::{may, may_order},
    storage::TokenKind,
};

async fn ask(world: &World, route: &Endpoint, token: Option<&str>) -> Reply {
    let id = Bytes::from([5; 16]).text();
    let query = match route.path {
        "/v1/receipts" => format!("?device={id}&epoch=1"),
        _ => String::new(),
    };
    let path = format!("{}{query}", route.path.replace("{id}", &id).replace("{iccid}", CARD));
    let body = route.takes.map(|name| serde_json::to_vec(&examples::one(name)).unwrap());
    world.ask(route.method.text(), &path, token, body).await
}

async fn token(world: &World, owner: &Owner, kind: TokenKind) -> String {
    match kind {
        TokenKind::Visitor => owner.visitor_token(world).await,
        TokenKind::Device => owner.device_token(world).await,
        TokenKind::Recovery => owner.recovery_token(world).await,
        TokenKind::Passkey => owner.passkey_token(world).await,
    }
}

// R: F4, F6
#[tokio::test]
async fn every_kind_of_token_does_what_the_table_says_at_every_route() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let (mut allowed, mut denied) = (0, 0);
    for route in routes() {
        let Some(act) = route.act else { continue };
        for kind in TokenKind::ALL {
            let token = token(&world, &owner, kind).await;
            let reply = ask(&world, &route, Some(&token)).await;
            let what = format!("{kind:?} {} {}: {}", route.method.text(), route.path, reply.status);
            if may(kind, act) {
                // An order of the example's signer may still be none of this token's to hand in.
                let order = route.path == "/v1/orders" && route.takes.is_some() && !may_order(kind, &Signer::Owner);
                assert!(reply.status != 401 && (reply.status != 403) != order, "{what}");
                allowed += 1;
            } else {
                assert_eq!(reply.status, 403, "{what}");
                assert_eq!(reply.word(), "forbidden");
                denied += 1;
            }
        }
        for none in [None, Some(""), Some("AAAA"), Some(&*Bytes::from([9; 32]).text())] {
            let reply = ask(&world, &route, none).await;
            assert_eq!((reply.status, reply.word().as_str()), (401, "unauthorised"), "{}", route.path);
        }
    }
    assert!(allowed >= 30 && denied >= 25, "{allowed} {denied}");
}

// R: F4, F6
#[tokio::test]
async fn a_token_ends_by_itself_after_a_quarter_of_an_hour() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    for kind in TokenKind::ALL {
        let token = token(&world, &owner, kind).await;
        world.later(15 * 60 - 1);
        world.get("/v1/account", &token).await.expect(200);
        world.later(1);
        world.get("/v1/account", &token).await.expect(401);
    }
}
