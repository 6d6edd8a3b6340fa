//! Answers go to standard output, as text or as one JSON document; everything else goes to standard error.

use crate::command::{Answer, Failure};
use serde_json::json;
use std::{io::Write, process::ExitCode};

/// Prints an answer. Who reads it may have gone away, which is no error of ours.
pub(super) fn print(answer: &Answer, as_json: bool) {
    let text = if as_json { answer.json.to_string() } else { answer.text.clone() };
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Says why a command failed, and what to do.
pub(super) fn fail(failure: &Failure, as_json: bool) -> ExitCode {
    if as_json {
        let Failure { error, retrying_helps, hint } = failure;
        print(&Answer::new("", json!({"error": error, "retrying_helps": retrying_helps, "hint": hint})), true);
    } else {
        let again = if failure.retrying_helps { "Trying again may help. " } else { "" };
        let _ = writeln!(std::io::stderr(), "error: {}\n{again}{}", failure.error, failure.hint);
    }
    ExitCode::from(if failure.retrying_helps { 3 } else { 1 })
}
