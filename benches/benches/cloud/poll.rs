use crate::{
    RECORDS, client,
    full_sync::Logs,
    load::{self, Client},
    program, runtime,
};
use landfall_benches::{Report, Unit};
use std::time::Duration;

const CONNECTIONS: usize = 64;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(1);

pub(crate) fn report(logs: &Logs, report: &mut Report) {
    let served = program::serve(&logs.data(), None);
    let mut clients: Vec<_> = (0..CONNECTIONS).map(|first| UpToDate::new(logs, first)).collect();
    let whiles = runtime().block_on(async {
        let mut whiles = Vec::new();
        for _ in 0..ROUNDS {
            let (back, one) = load::ask(&served, clients, ROUND).await;
            clients = back;
            whiles.push(one);
        }
        whiles
    });
    let best = load::best(&whiles);
    report.add("cloud.poll.rate", best.rate, Unit::PerSecond, None);
    report.add("cloud.poll.cpu_us", best.cpu, Unit::Microseconds, None);
}

/// A device after another that asks for what is new, and there is nothing.
struct UpToDate {
    requests: Vec<Vec<u8>>,
    next: usize,
}

impl UpToDate {
    fn new(logs: &Logs, first: usize) -> Self {
        let path = format!("/v1/log?after={RECORDS}");
        let own = logs.tokens.iter().skip(first).step_by(CONNECTIONS);
        Self { requests: own.map(|token| client::get(&path, token)).collect(), next: 0 }
    }
}

impl Client for UpToDate {
    fn request(&mut self) -> &[u8] {
        self.next = (self.next + 1) % self.requests.len();
        &self.requests[self.next]
    }

    fn answered(&mut self, status: u16, body: &[u8]) {
        assert!(status == 200 && body.starts_with(b"{\"entries\":[],"), "{status} {}", String::from_utf8_lossy(body));
    }
}
