//! Answers go to standard output, as text or as one JSON document; everything else goes to standard error.

use crate::failure::Failure;
use serde_json::{Value, json};
use std::{
    io::{ErrorKind, Write},
    process::ExitCode,
};

/// What is to be done once an answer was given.
type Then = Box<dyn FnOnce() -> Result<(), Failure>>;

/// An answer in both forms.
pub(crate) struct Answer {
    /// For people; empty prints nothing.
    pub(crate) text: String,
    /// For programs; null prints nothing.
    pub(crate) json: Value,
    then: Option<Then>,
}

impl Answer {
    /// Both forms of one answer.
    pub(crate) fn new(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, then: None }
    }

    /// Nothing: what there was to say was said on the way.
    pub(crate) fn silent() -> Self {
        Self::new("", Value::Null)
    }

    /// The same, and something to do once it was given.
    pub(crate) fn and_then(self, then: impl FnOnce() -> Result<(), Failure> + 'static) -> Self {
        Self { then: Some(Box::new(then)), ..self }
    }

    /// Gives the answer.
    pub(crate) fn give(self, as_json: bool) -> Result<(), Failure> {
        print(&self, as_json)?;
        self.then.map_or(Ok(()), |then| then())
    }
}

/// Prints an answer. Who reads it may have gone away, as `head` does, which is no error of ours.
fn print(answer: &Answer, as_json: bool) -> Result<(), Failure> {
    let text = match (as_json, &answer.json) {
        (false, _) => answer.text.clone(),
        (true, Value::Null) => String::new(),
        (true, json) => json.to_string(),
    };
    if text.is_empty() {
        return Ok(());
    }
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}

/// Says something in passing; nobody may be there to hear it.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Says why a command failed, and what to do.
pub(crate) fn fail(failure: &Failure, as_json: bool) -> ExitCode {
    let (again, hint) = failure.hint();
    if as_json {
        let json = json!({"error": failure.to_string(), "retrying_helps": again, "hint": hint});
        let _ = print(&Answer::new("", json), true);
    } else {
        say(&format!("error: {failure}\n{}{hint}", if again { "Trying again may help. " } else { "" }));
    }
    ExitCode::from(failure.exit_code())
}
