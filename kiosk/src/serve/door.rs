//! What the owner's other commands ask of a kiosk that is serving (law 10): each request is one the command would have
//! carried out itself, had it owned the folder.

use super::hub::now;
use crate::{
    Kiosk,
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
            Ok(request) => match command::run_serving(&kiosk, request.command, now()) {
                Ok(answer) => DoorResponse::Done(answer),
                Err(failure) => DoorResponse::Failed(failure),
            },
            Err(_) => DoorResponse::Failed(command::Failure::not_understood()),
        };
        serde_json::to_vec(&response).unwrap_or_default()
    })
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
