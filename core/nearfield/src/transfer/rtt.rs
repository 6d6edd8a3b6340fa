/// The longest that an acknowledgement is held back, in ms.
pub(crate) const MAX_ACK_DELAY: u64 = 30;

const INITIAL: u64 = 100;
const LEAST_VARIANCE: u64 = 5;
const LONGEST_TIMEOUT: u64 = 600;

/// Round-trip time, estimated as in RFC 9002 §5, in ms.
#[derive(Debug, Clone)]
pub(crate) struct Rtt {
    smoothed: u64,
    variance: u64,
    least: u64,
    measured: bool,
}

impl Rtt {
    /// `handshake`: how long the handshake took, if its time is clear.
    pub(crate) fn new(handshake: Option<u64>) -> Self {
        let mut rtt = Self { smoothed: INITIAL, variance: INITIAL / 2, least: INITIAL, measured: false };
        if let Some(sample) = handshake {
            rtt.sample(sample, 0);
        }
        rtt
    }

    /// A packet was acknowledged `sample` ms after it was sent; the peer held the acknowledgement for `delay`.
    pub(crate) fn sample(&mut self, sample: u64, delay: u64) {
        if !self.measured {
            *self = Self { smoothed: sample, variance: sample / 2, least: sample, measured: true };
            return;
        }
        self.least = self.least.min(sample);
        let delay = delay.min(MAX_ACK_DELAY);
        let adjusted = if sample >= self.least + delay { sample - delay } else { sample };
        self.variance = (3 * self.variance + self.smoothed.abs_diff(adjusted)).div_ceil(4);
        self.smoothed = (7 * self.smoothed + adjusted).div_ceil(8);
    }

    pub(crate) const fn smoothed(&self) -> u64 {
        self.smoothed
    }

    pub(crate) const fn least(&self) -> u64 {
        self.least
    }

    /// How long to wait for an acknowledgement before the `n`th probe (from 0).
    pub(crate) fn probe_timeout(&self, n: u32) -> u64 {
        let base = self.smoothed + (4 * self.variance).max(LEAST_VARIANCE) + MAX_ACK_DELAY;
        // Grows by half each time: loss is likely, and a probe is small.
        (0..n.min(8)).fold(base, |t, _| t + t / 2).min(LONGEST_TIMEOUT.max(base))
    }
}
