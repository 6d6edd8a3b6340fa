//! The WebSocket, over a socket of this machine.

use crate::world::*;
use account::{
    signed::Signer,
    wire::{NextManifest, OrderState, Verb},
};
use futures_util::{SinkExt, StreamExt};
use landfall_cloud::http::Options;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest, protocol::CloseFrame},
};
use web::server::{Limits, Server};

const PATIENCE: Duration = Duration::from_secs(20);

/// The world's router at a socket, until it is dropped.
struct Door {
    address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

impl Door {
    async fn open(world: &World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server::plain(listener, world.router.clone(), Limits::default());
        let address = server.address().unwrap();
        let (_stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(server.run(async move { drop(stopped.await) }));
        Self { address, _stop }
    }

    async fn connect(&self, token: &str) -> Result<WebSocketStream<TcpStream>, Error> {
        let mut request = format!("ws://{}/v1/wake", self.address).into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
        let stream = TcpStream::connect(self.address).await.unwrap();
        client_async(request, stream).await.map(|(socket, _)| socket)
    }
}

/// The next text, or how it was closed.
async fn next(socket: &mut WebSocketStream<TcpStream>) -> Result<String, Option<CloseFrame>> {
    loop {
        match timeout(PATIENCE, socket.next()).await.expect("it says something in time") {
            Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
            Some(Ok(Message::Close(frame))) => return Err(frame),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Err(None),
        }
    }
}

fn code(closed: Result<String, Option<CloseFrame>>) -> u16 {
    closed.expect_err("it is closed").expect("it says why").code.into()
}

// R: B6, F4
#[tokio::test]
async fn a_device_is_told_at_once_and_the_order_is_sent_then() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let ben = world.owner("ben").await;
    let door = Door::open(&world).await;
    let token = owner.device_token(&world).await;
    let mut socket = door.connect(&token).await.unwrap();
    let mut others = door.connect(&ben.device_token(&world).await).await.unwrap();
    world.post("/v1/log", Some(&token), &owner.push(vec![write(&id(), 1)])).await.expect(200);
    assert_eq!(next(&mut socket).await.as_deref(), Ok("\"log\""));
    let order = owner.order(Verb::Delete, 1, world.time(), Signer::Owner);
    owner.give(&world, &token, &order).await.expect(201);
    assert_eq!(next(&mut socket).await.as_deref(), Ok("\"orders\""));
    let sent = async {
        loop {
            let states = owner.view(&world, &token, &order).await.states;
            if states.last().map(|(state, _)| *state) == Some(OrderState::Sent) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, sent).await.expect("it is marked");
    // Who comes later is told what waits.
    let mut late = door.connect(&token).await.unwrap();
    assert_eq!(next(&mut late).await.as_deref(), Ok("\"orders\""));
    // Another account's socket heard nothing of it.
    world.post("/v1/log", Some(&ben.device_token(&world).await), &ben.push(vec![write(&id(), 1)])).await.expect(200);
    assert_eq!(next(&mut others).await.as_deref(), Ok("\"log\""));
}

// R: B6, F4
#[tokio::test]
async fn a_socket_closes_with_its_token_and_not_before_it_was_told_why() {
    let world = World::new().await;
    let mut owner = world.owner("ann").await;
    let door = Door::open(&world).await;
    let token = owner.device_token(&world).await;
    let mut socket = door.connect(&token).await.unwrap();
    let order = owner.order(Verb::Wipe, 1, world.time(), Signer::Owner);
    let other = owner.device_token(&world).await;
    owner.give(&world, &other, &order).await.expect(201);
    assert_eq!(next(&mut socket).await.as_deref(), Ok("\"orders\""));
    assert_eq!(code(next(&mut socket).await), 4401);
    assert!(door.connect(&token).await.is_err());

    let token = owner.device_token(&world).await;
    let mut socket = door.connect(&token).await.unwrap();
    assert_eq!(next(&mut socket).await.as_deref(), Ok("\"orders\""));
    let id = owner.phone.row.id.clone();
    let manifest = owner.next(|manifest| assert!(manifest.revoke(&id)));
    world.post("/v1/manifests", Some(&token), &NextManifest { manifest }).await.expect(204);
    let mut last = next(&mut socket).await;
    if last.as_deref() == Ok("\"manifest\"") {
        last = next(&mut socket).await;
    }
    assert_eq!(code(last), 4401);
}

// R: F4
#[tokio::test]
async fn a_socket_closes_when_its_token_ends_by_itself_or_the_server_does() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let door = Door::open(&world).await;
    let token = owner.device_token(&world).await;
    // A second before its end, so that the test need not wait for it.
    world.later(15 * 60 - 1);
    let mut socket = door.connect(&token).await.unwrap();
    world.later(1);
    assert_eq!(code(next(&mut socket).await), 4401);
    let mut socket = door.connect(&owner.device_token(&world).await).await.unwrap();
    while world.app.service().hub().listening() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    world.app.service().hub().end();
    assert_eq!(code(next(&mut socket).await), 1001);
}

// R: F4
#[tokio::test]
async fn a_socket_that_answers_no_ping_is_closed_and_one_that_does_stays() {
    let ping = Duration::from_millis(200);
    let options = Options { ping, ..Options::default() };
    let world = World::with(landfall_cloud::service::Allowances::default(), options).await;
    let owner = world.owner("ann").await;
    let door = Door::open(&world).await;
    let token = owner.device_token(&world).await;
    let silent = door.connect(&token).await.unwrap();
    let mut lively = door.connect(&token).await.unwrap();
    let hub = world.app.service().hub();
    let reading = async {
        while hub.listening() != 1 {
            // Reading answers pings.
            let _ = timeout(Duration::from_millis(20), lively.next()).await;
            lively.flush().await.unwrap();
        }
    };
    timeout(PATIENCE, reading).await.expect("the silent one is closed");
    drop(silent);
    for _ in 0..40 {
        let _ = timeout(Duration::from_millis(20), lively.next()).await;
    }
    assert_eq!(hub.listening(), 1);
}
