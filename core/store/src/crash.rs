//! Named points at which a torture test kills the process, to prove that the next start mends everything.
//!
//! Armed by the environment: `LANDFALL_CRASH=store.commit.after:3` aborts at the third passing of that point, and
//! `LANDFALL_CRASH=*:17` at the seventeenth passing of any. `LANDFALL_CRASH_LOG=file` gets the name of the point
//! that killed. Not armed, a point costs one atomic read. Points of this crate: `store.commit.before`,
//! `store.commit.after` (durable, not yet answered), `store.restore.copied`, `store.restore.retired`.

use std::{
    fs::OpenOptions,
    io::Write,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

struct Plan {
    point: String,
    left: AtomicU64,
}

static PLAN: OnceLock<Option<Plan>> = OnceLock::new();

/// Passes the point `name`: if the environment armed it and its turn has come, the process dies here, without any
/// clean-up, as by `kill -9`.
pub fn point(name: &str) {
    let Some(plan) = PLAN.get_or_init(|| parse(&std::env::var("LANDFALL_CRASH").ok()?)) else { return };
    if (plan.point == name || plan.point == "*") && plan.left.fetch_sub(1, Ordering::Relaxed) == 1 {
        die(name);
    }
}

/// `name:n`, n from 1; anything else arms nothing.
fn parse(text: &str) -> Option<Plan> {
    let (point, count) = text.rsplit_once(':')?;
    let left: u64 = count.parse().ok().filter(|n| *n > 0)?;
    Some(Plan { point: point.to_owned(), left: AtomicU64::new(left) })
}

fn die(name: &str) -> ! {
    if let Some(path) = std::env::var_os("LANDFALL_CRASH_LOG")
        && let Ok(mut log) = OpenOptions::new().create(true).append(true).open(path)
    {
        // One write, so that the lines of two processes don't mix. Should it fail, dying matters more.
        let _ = log.write_all(format!("{name}\n").as_bytes());
    }
    std::process::abort()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_and_a_count_arm() {
        assert!(parse("store.commit.after:2").is_some_and(|p| p.point == "store.commit.after"));
        assert!(parse("*:1").is_some());
        for nothing in ["", "store.commit.after", "x:0", "x:-1", "x:many"] {
            assert!(parse(nothing).is_none(), "{nothing}");
        }
    }
}
