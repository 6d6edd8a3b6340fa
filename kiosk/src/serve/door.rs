//! What the owner's other commands ask of a kiosk that is serving (law 10): each request is one the command would have
//! carried out itself, had it owned the folder.

use crate::{
    Kiosk,
    clock::now,
    command::{self, Answer, Command},
};
use serde::{Deserialize, Serialize};
use std::{path::Path, sync::Arc, time::Duration};
use store::door::{self, Door, DoorError};

/// An import of a million numbers takes its time.
const TIMEOUT: Duration = Duration::from_secs(600);

/// A request at the door, JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DoorRequest {
    /// The command.
    pub command: Command,
}

/// Its answer, JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoorResponse {
    /// Done.
    Done(Answer),
    /// Not done: what happened, and what can be done.
    Failed(command::Failure),
}

pub(super) fn open(kiosk: &Arc<Kiosk>) -> Result<Door, DoorError> {
    let kiosk = kiosk.clone();
    let folder = kiosk.store().folder().clone();
    Door::open(&folder, move |request| {
        let response = match serde_json::from_slice::<DoorRequest>(request) {
            Ok(request) => match carried_out(&kiosk, request.command) {
                Ok(answer) => DoorResponse::Done(answer),
                Err(failure) => DoorResponse::Failed(failure),
            },
            Err(_) => DoorResponse::Failed(command::Failure::not_understood()),
        };
        encoded(&response)
    })
}

fn carried_out(kiosk: &Arc<Kiosk>, command: Command) -> Result<Answer, command::Failure> {
    match command::run_reporting(kiosk, &command)? {
        Some(answer) => Ok(answer),
        None => command::run_serving(kiosk, command, now()),
    }
}

/// The answer's bytes; one that the door would not take is answered by what to do.
fn encoded(response: &DoorResponse) -> Vec<u8> {
    let bytes = serde_json::to_vec(response).unwrap_or_default();
    if bytes.len() <= door::MESSAGE_LIMIT {
        return bytes;
    }
    serde_json::to_vec(&DoorResponse::Failed(command::Failure::too_long(bytes.len()))).unwrap_or_default()
}

/// Asks the kiosk that serves the folder `data`.
///
/// # Errors
/// [`DoorError::NobodyHome`] if none does.
pub fn ask(data: &Path, command: &Command) -> Result<DoorResponse, DoorError> {
    let request = serde_json::to_vec(&DoorRequest { command: command.clone() }).unwrap_or_default();
    let answer = door::ask(data, &request, TIMEOUT)?;
    serde_json::from_slice(&answer).map_err(|_| DoorError::HungUp)
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F3
    #[test]
    fn an_answer_that_the_door_does_not_take_says_what_to_do() {
        let long = DoorResponse::Done(Answer::new("x".repeat(17 << 20), serde_json::Value::Null));
        let answer: DoorResponse = serde_json::from_slice(&encoded(&long)).expect("an answer");
        assert!(matches!(answer, DoorResponse::Failed(failure) if failure.hint.contains("--limit")));
    }
}
