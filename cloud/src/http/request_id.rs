use axum::http::{HeaderMap, HeaderName, HeaderValue};
use ring::rand::{SecureRandom, SystemRandom};
use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The request's id: as the client, or the proxy, gave it, if it is fit for a log; else a new one.
pub(super) fn of(headers: &HeaderMap) -> HeaderValue {
    headers.get(HEADER).filter(|given| is_sane(given.as_bytes())).cloned().unwrap_or_else(make)
}

fn is_sane(id: &[u8]) -> bool {
    (1..=64).contains(&id.len()) && id.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

/// Of this start of the program, and its number.
fn make() -> HeaderValue {
    static START: OnceLock<u32> = OnceLock::new();
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let start = START.get_or_init(|| {
        let mut bytes = [0; 4];
        // Only a name: a system without randomness has stopped elsewhere.
        let _ = SystemRandom::new().fill(&mut bytes);
        u32::from_ne_bytes(bytes)
    });
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    HeaderValue::from_str(&format!("{start:08x}-{number:x}")).unwrap_or(HeaderValue::from_static("none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F3
    #[test]
    fn an_id_is_taken_if_it_is_fit_for_a_log() {
        for (id, taken) in [("abc-1_2.3", true), ("", false), ("a b", false), ("a\tb", false), (&"x".repeat(65), false)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, HeaderValue::from_str(id).expect("a header"));
            assert_eq!(of(&headers) == id, taken, "{id:?}");
        }
        assert_ne!(of(&HeaderMap::new()), of(&HeaderMap::new()));
    }
}
