//! An end in order: what is under way is answered, nothing else.

use crate::{
    desk::{Desk, LIMITS, usual},
    samples::{cancel, cancelled, notification},
    wire::{Wire, json},
};
use landfall_web::server::Limits;
use std::{
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};
use tokio::{net::TcpStream, time::sleep};

/// Holds answers back until it is opened.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<(u32, bool)>, Condvar)>);

impl Gate {
    fn pass(&self) {
        let (state, changed) = &*self.0;
        let mut state = state.lock().expect("no panic");
        state.0 += 1;
        while !state.1 {
            state = changed.wait(state).expect("no panic");
        }
    }

    fn open(&self) {
        self.0.0.lock().expect("no panic").1 = true;
        self.0.1.notify_all();
    }

    async fn waits(&self, count: u32) {
        while self.0.0.lock().expect("no panic").0 < count {
            sleep(Duration::from_millis(5)).await;
        }
    }
}

// R: E7 F1
#[tokio::test]
async fn a_request_that_is_under_way_is_answered_when_the_stop_comes() {
    let gate = Gate::default();
    let inside = gate.clone();
    let mut desk = Desk::answering(LIMITS, move |request| {
        inside.pass();
        usual(request)
    })
    .await;
    let (mut busy, mut idle) = (Wire::open(desk.address).await, Wire::open(desk.address).await);
    busy.send(&json(&cancel())).await;
    gate.waits(1).await;
    desk.stop();
    assert!(idle.answer().await.is_none(), "idle connections are closed");
    // The port is closed: nobody new comes in.
    while TcpStream::connect(desk.address).await.is_ok() {
        sleep(Duration::from_millis(5)).await;
    }
    gate.open();
    let answer = busy.answer().await.expect("an answer");
    assert_eq!((answer.status, answer.body), (200, cancelled().to_json()));
    assert!(busy.answer().await.is_none(), "and then its connection is closed");
    desk.ended().await;
}

// R: E7
#[tokio::test]
async fn it_ends_at_once_when_nothing_is_under_way() {
    let mut desk = Desk::open().await;
    let mut wire = Wire::open(desk.address).await;
    assert_eq!(wire.ask(&json(&notification())).await.status, 204);
    let begun = Instant::now();
    desk.stop();
    desk.ended().await;
    assert!(begun.elapsed() < LIMITS.drain, "{:?}", begun.elapsed());
}

// R: E7 F1
#[tokio::test]
async fn what_is_never_answered_does_not_keep_it_from_ending() {
    let gate = Gate::default();
    let inside = gate.clone();
    let mut desk = Desk::answering(Limits { drain: Duration::from_millis(300), ..LIMITS }, move |request| {
        inside.pass();
        usual(request)
    })
    .await;
    let mut busy = Wire::open(desk.address).await;
    busy.send(&json(&cancel())).await;
    gate.waits(1).await;
    desk.stop();
    desk.ended().await;
    assert!(busy.answer().await.is_none(), "cut off");
    gate.open();
}
