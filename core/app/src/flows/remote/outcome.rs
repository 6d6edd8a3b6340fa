use model::Iccid;
use rsp::{
    es10::ProfileInfoListResponse,
    rpm::{RpmCommandResult, RpmCommandResultData as Data, RpmFinalResult},
};

/// What became of a package of commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedOut {
    /// A word for each command up to the last one that the card looked at.
    pub outcomes: Vec<Outcome>,
    /// Whether the server knows; else the card keeps it for the next contact.
    pub reported: bool,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The card's profile; none of a list, or where the card stopped.
    pub iccid: Option<Iccid>,
    /// Whether it was done.
    pub done: bool,
    /// What the card said, in words.
    pub said: String,
}

impl CarriedOut {
    pub(super) fn of(result: &RpmFinalResult) -> Self {
        let outcomes = match result {
            RpmFinalResult::Executed(results) => results.iter().map(outcome).collect(),
            RpmFinalResult::Error(code) => {
                vec![Outcome { iccid: None, done: false, said: format!("the card did not load them: {}", words(code)) }]
            }
        };
        Self { outcomes, reported: false }
    }
}

fn outcome(result: &RpmCommandResult) -> Outcome {
    let said = match &result.data {
        Data::Enable(code) => change("enabled", code),
        Data::Disable(code) => change("disabled", code),
        Data::Delete(code) => change("deleted", code),
        Data::UpdateMetadata(code) => change("changed", code),
        Data::ListProfileInfo(ProfileInfoListResponse::Ok(list)) => format!("listed: {}", list.len()),
        Data::ListProfileInfo(ProfileInfoListResponse::Error(code)) => change("listed", code),
        Data::ContactPcmp(Ok(address)) => format!("to contact {address}"),
        Data::ContactPcmp(Err(code)) => change("contacted", code),
        Data::Terminated(why) => format!("not looked at, nor those behind it: {}", words(why)),
    };
    Outcome { iccid: result.iccid, done: result.data.is_success(), said }
}

fn change(done: &str, code: &impl std::fmt::Debug) -> String {
    match words(code).as_str() {
        "ok" => done.to_owned(),
        why => format!("not {done}: {why}"),
    }
}

/// `ProfileNotInDisabledState` as `profile not in disabled state`.
fn words(code: &impl std::fmt::Debug) -> String {
    let mut text = String::new();
    for letter in format!("{code:?}").chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
