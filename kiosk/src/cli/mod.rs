//! The program: arguments, secrets from files or the terminal, answers as text or JSON.

mod args;
mod certificates;
mod operator;
mod orders;
mod output;
mod qr;
mod report;
mod secret_input;
mod serve;
mod shop;

pub use args::Args;
pub use output::fail;

use crate::command::{Answer, Failure};
use args::{OrdersVerb, SalesVerb, Verb};
use model::UnixTime;

/// Carries out what was asked on the command line.
///
/// # Errors
/// [`Failure`]
pub fn run(args: Args) -> Result<(), Failure> {
    let Args { data, json, passphrase_file, verb } = args;
    let answer = match verb {
        Verb::Operator(verb) => operator::run(verb, passphrase_file.as_deref(), now())?,
        Verb::Serve(options) => return serve::run(&data, &options, passphrase_file.as_deref(), json),
        Verb::Completions { shell } => {
            args::completions(shell);
            return Ok(());
        }
        Verb::Sales(SalesVerb::Issue { qr: true, .. }) => {
            drawn(shop::run(&data, verb, passphrase_file.as_deref(), now())?)
        }
        Verb::Orders(verb) if !matches!(verb, OrdersVerb::List { .. }) => orders::run(verb)?,
        Verb::Report(verb) => report::run(&data, verb, passphrase_file.as_deref(), now())?,
        other => shop::run(&data, other, passphrase_file.as_deref(), now())?,
    };
    output::print(&answer, json);
    Ok(())
}

/// The answer with its activation code drawn above it.
fn drawn(mut answer: Answer) -> Answer {
    let code = answer.json.get("activation_code").and_then(|code| code.as_str());
    if let Some(drawn) = code.and_then(qr::draw) {
        answer.text = format!("{drawn}{}", answer.text);
    }
    answer
}

/// Whether answers and failures are to be JSON.
#[must_use]
pub const fn wants_json(args: &Args) -> bool {
    args.json
}

fn now() -> UnixTime {
    crate::clock::now()
}

/// An answer of one line.
fn line(text: impl Into<String>, json: serde_json::Value) -> Answer {
    Answer::new(text, json)
}
