//! Clients who ask and ask again.

use crate::{client::Connection, program::Served};
use landfall_benches::measure;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Until they have fallen into step, nothing is counted.
const WARM_UP: Duration = Duration::from_millis(400);

/// One of them, with a connection of its own.
pub(crate) trait Client: Send + 'static {
    /// What it asks next.
    fn request(&mut self) -> &[u8];
    /// Looks at what came back.
    fn answered(&mut self, status: u16, body: &[u8]);
}

/// What happened in a while.
pub(crate) struct While {
    /// Answers a second.
    pub(crate) rate: f64,
    /// What 95 % of the requests took at most, in ms.
    pub(crate) p95: f64,
    /// Processor time of the program for each, in µs.
    pub(crate) cpu: f64,
}

/// Lets them ask, each over a connection of its own; gives them back for the next while.
pub(crate) async fn ask<C: Client>(served: &Served, clients: Vec<C>, length: Duration) -> (Vec<C>, While) {
    let flags = Arc::new(Flags::default());
    let mut asking = Vec::new();
    for client in clients {
        asking.push(tokio::spawn(run(Connection::open(served.address()).await, client, flags.clone())));
    }
    tokio::time::sleep(WARM_UP).await;
    let (before, cpu, start) = (flags.answered(), served.processor(), Instant::now());
    flags.counting.store(true, Ordering::Relaxed);
    tokio::time::sleep(length).await;
    let (after, spent, taken) = (flags.answered(), served.processor() - cpu, start.elapsed());
    flags.counting.store(false, Ordering::Relaxed);
    flags.over.store(true, Ordering::Relaxed);
    let (mut back, mut times) = (Vec::new(), Vec::new());
    for one in asking {
        let (client, mut own) = one.await.expect("it was answered");
        back.push(client);
        times.append(&mut own);
    }
    let count = (after - before) as f64;
    let rate = count / taken.as_secs_f64();
    (back, While { rate, p95: measure::percentile(times, 95), cpu: spent / count })
}

/// The best of some whiles, since whatever else the machine does only ever slows one down.
pub(crate) fn best(whiles: &[While]) -> &While {
    whiles.iter().max_by(|a, b| a.rate.total_cmp(&b.rate)).expect("there was one")
}

#[derive(Default)]
struct Flags {
    counting: AtomicBool,
    over: AtomicBool,
    answered: AtomicU64,
}

impl Flags {
    fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }
}

async fn run<C: Client>(mut connection: Connection, mut client: C, flags: Arc<Flags>) -> (C, Vec<f64>) {
    let mut times = Vec::new();
    while !flags.over.load(Ordering::Relaxed) {
        let counted = flags.counting.load(Ordering::Relaxed);
        let start = Instant::now();
        let (status, body) = connection.ask(client.request()).await;
        if counted {
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        client.answered(status, body);
        flags.answered.fetch_add(1, Ordering::Relaxed);
    }
    (client, times)
}
