//! Named points at which a torture test kills the process, to prove that the next start mends everything.
//!
//! Armed by the environment: `LANDFALL_CRASH=store.commit.after:3` aborts at the third passing of that point, and
//! `LANDFALL_CRASH=*:17` at the seventeenth passing of any. `LANDFALL_CRASH_LOG=file` gets the name of the point
//! that killed; with `LANDFALL_CRASH=record` it gets each point that is passed, and nothing dies. Not armed, a point costs
//! one atomic read. Points of this crate: `store.commit.before`, `store.commit.after` (durable, not yet answered),
//! `store.file.written` (under another name), `store.file.renamed`, `store.restore.copied`, `store.restore.retired`.

use std::{
    fs::OpenOptions,
    io::Write,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

enum Plan {
    Die { point: String, left: AtomicU64 },
    Record,
}

static PLAN: OnceLock<Option<Plan>> = OnceLock::new();

/// Passes the point `name`: if the environment armed it and its turn has come, the process dies here, without any
/// clean-up, as by `kill -9`.
pub fn point(name: &str) {
    let Some(plan) = PLAN.get_or_init(|| parse(&std::env::var("LANDFALL_CRASH").ok()?)) else { return };
    match plan {
        Plan::Die { point, left } => {
            if (point == name || point == "*") && left.fetch_sub(1, Ordering::Relaxed) == 1 {
                note(name);
                std::process::abort()
            }
        }
        Plan::Record => note(name),
    }
}

/// `record`, or `name:n`, n from 1; anything else arms nothing.
fn parse(text: &str) -> Option<Plan> {
    if text == "record" {
        return Some(Plan::Record);
    }
    let (point, count) = text.rsplit_once(':')?;
    let left: u64 = count.parse().ok().filter(|n| *n > 0)?;
    Some(Plan::Die { point: point.to_owned(), left: AtomicU64::new(left) })
}

fn note(name: &str) {
    if let Some(path) = std::env::var_os("LANDFALL_CRASH_LOG")
        && let Ok(mut log) = OpenOptions::new().create(true).append(true).open(path)
    {
        // One write, so that the lines of two processes don't mix. Should it fail, what comes next matters more.
        let _ = log.write_all(format!("{name}\n").as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_and_a_count_arm() {
        assert!(
            matches!(parse("store.commit.after:2"), Some(Plan::Die { point, .. }) if point == "store.commit.after")
        );
        assert!(matches!(parse("*:1"), Some(Plan::Die { .. })));
        assert!(matches!(parse("record"), Some(Plan::Record)));
        for nothing in ["", "store.commit.after", "x:0", "x:-1", "x:many"] {
            assert!(parse(nothing).is_none(), "{nothing}");
        }
    }
}
