//! Counters in the text format of Prometheus (exposition format 0.0.4). A label is a route of ours, never what a client sent.

use super::routes;
use axum::http::{Method, StatusCode};
use std::{
    collections::HashMap,
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// Upper ends of the buckets of how long an answer took, in seconds.
const BUCKETS: [(&str, u64); 6] =
    [("0.001", 1_000), ("0.005", 5_000), ("0.025", 25_000), ("0.1", 100_000), ("0.5", 500_000), ("2.5", 2_500_000)];

/// Those that routes are asked by.
const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

/// Of one route.
#[derive(Debug, Default)]
struct Route {
    /// By the first digit of the status, from 1.
    answers: [AtomicU64; 5],
    /// By bucket; the last is beyond all.
    took: [AtomicU64; BUCKETS.len() + 1],
    /// Microseconds.
    sum: AtomicU64,
}

/// Counters of this instance since its start.
#[derive(Debug)]
pub(super) struct Metrics {
    /// By path, then by method.
    routes: HashMap<&'static str, [Route; METHODS.len()]>,
    other: Route,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let routes = routes().iter().map(|route| (route.path, Default::default())).collect();
        Self { routes, other: Route::default() }
    }

    pub(super) fn count(&self, method: &Method, path: &str, status: StatusCode, took: Duration) {
        let route = self.find(method, path);
        let class = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.iter().position(|(_, end)| us <= *end).unwrap_or(BUCKETS.len());
        route.answers[class].fetch_add(1, Relaxed);
        route.took[bucket].fetch_add(1, Relaxed);
        route.sum.fetch_add(us, Relaxed);
    }

    fn find(&self, method: &Method, path: &str) -> &Route {
        let at = METHODS.iter().position(|known| *known == method.as_str());
        at.and_then(|at| self.routes.get(path)?.get(at)).unwrap_or(&self.other)
    }

    /// The page.
    pub(super) fn page(&self, sockets: usize) -> String {
        let mut page = String::with_capacity(16 << 10);
        let mut all: Vec<(String, &Route)> = self
            .routes
            .iter()
            .flat_map(|(path, routes)| METHODS.iter().zip(routes).map(move |(method, route)| (path, method, route)))
            .map(|(path, method, route)| (format!("method=\"{method}\",route=\"{path}\""), route))
            .collect();
        all.push(("method=\"\",route=\"\"".to_owned(), &self.other));
        all.sort_by(|a, b| a.0.cmp(&b.0));
        page.push_str("# HELP landfall_http_answers_total Answers, by route and class of status.\n");
        page.push_str("# TYPE landfall_http_answers_total counter\n");
        for (labels, route) in &all {
            for (class, count) in (1..).zip(&route.answers) {
                let count = count.load(Relaxed);
                if count > 0 {
                    line(&mut page, "landfall_http_answers_total", &format!("{labels},status=\"{class}xx\""), count);
                }
            }
        }
        page.push_str(
            "# HELP landfall_http_seconds How long an answer took.\n# TYPE landfall_http_seconds histogram\n",
        );
        for (labels, route) in &all {
            histogram(&mut page, labels, route);
        }
        page.push_str("# HELP landfall_wake_sockets WebSockets that are open.\n# TYPE landfall_wake_sockets gauge\n");
        let _ = writeln!(page, "landfall_wake_sockets {sockets}");
        page
    }
}

fn histogram(page: &mut String, labels: &str, route: &Route) {
    let counts = route.took.each_ref().map(|count| count.load(Relaxed));
    let all: u64 = counts.iter().sum();
    if all == 0 {
        return;
    }
    let mut below = 0;
    for ((end, _), count) in BUCKETS.iter().zip(counts) {
        below += count;
        line(page, "landfall_http_seconds_bucket", &format!("{labels},le=\"{end}\""), below);
    }
    line(page, "landfall_http_seconds_bucket", &format!("{labels},le=\"+Inf\""), all);
    let sum = Duration::from_micros(route.sum.load(Relaxed)).as_secs_f64();
    let _ = writeln!(page, "landfall_http_seconds_sum{{{labels}}} {sum}");
    line(page, "landfall_http_seconds_count", labels, all);
}

fn line(page: &mut String, name: &str, labels: &str, count: u64) {
    // Writing to a string does not fail.
    let _ = writeln!(page, "{name}{{{labels}}} {count}");
}
