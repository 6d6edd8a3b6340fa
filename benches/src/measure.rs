//! How often something is done in a second.

use std::time::{Duration, Instant};

const ROUNDS: usize = 9;
const ROUND: Duration = Duration::from_millis(120);

/// Times a second that `work` is done: the best of nine rounds, since whatever else the machine does only ever slows
/// a round down.
pub fn rate(work: impl FnMut()) -> f64 {
    let mut work = work;
    let count = calibrated(&mut work);
    (0..ROUNDS).map(|_| round(&mut work, count)).fold(0.0, f64::max)
}

/// The rates of `ours` and of `peer`, measured in turns so that both see the same machine.
pub fn rates(ours: impl FnMut(), peer: impl FnMut()) -> (f64, f64) {
    let (mut ours, mut peer) = (ours, peer);
    let counts = (calibrated(&mut ours), calibrated(&mut peer));
    (0..ROUNDS)
        .map(|_| (round(&mut ours, counts.0), round(&mut peer, counts.1)))
        .fold((0.0, 0.0), |best, now| (f64::max(best.0, now.0), f64::max(best.1, now.1)))
}

/// How long `work` takes, once.
pub fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The median times, in µs, of two works that are done in turns so that both see the same machine. `turn` does each once
/// and answers how long it took; what it prepares in between is not counted.
pub fn turns(count: usize, turn: impl FnMut() -> (Duration, Duration)) -> (f64, f64) {
    let (ours, theirs): (Vec<_>, Vec<_>) = std::iter::repeat_with(turn).take(count).unzip();
    let median = |times: Vec<Duration>| median(times.iter().map(|t| t.as_secs_f64() * 1e6).collect());
    (median(ours), median(theirs))
}

/// The median of `values`; NaN if there is none.
#[must_use]
pub fn median(values: Vec<f64>) -> f64 {
    percentile(values, 50)
}

/// What `percent` of `values` are below; NaN if there is none.
#[must_use]
pub fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() * percent / 100).copied().unwrap_or(f64::NAN)
}

/// How many times fill a round.
fn calibrated(work: &mut impl FnMut()) -> u32 {
    let mut count = 1;
    loop {
        let start = Instant::now();
        (0..count).for_each(|_| work());
        let taken = start.elapsed();
        if taken >= ROUND / 4 || count >= 1 << 30 {
            let full = f64::from(count) * ROUND.as_secs_f64() / taken.as_secs_f64();
            return full.ceil() as u32;
        }
        count *= 2;
    }
}

fn round(work: &mut impl FnMut(), count: u32) -> f64 {
    let start = Instant::now();
    (0..count).for_each(|_| work());
    f64::from(count) / start.elapsed().as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_in_the_middle() {
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
        assert!(median(Vec::new()).is_nan());
        assert_eq!(percentile((0..1_000).map(f64::from).collect(), 99), 990.0);
    }

    #[test]
    fn a_rate_counts_work() {
        let rate = rate(|| std::thread::sleep(Duration::from_millis(5)));
        assert!((1.0..=200.0).contains(&rate), "{rate}");
    }
}
