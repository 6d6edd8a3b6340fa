//! What the operator's other commands ask of a cloud that serves a data folder (law 10): each is one that the command would have carried out
//! itself, had it owned the folder.

use crate::{
    command::{self, Answer, Command, Failure},
    data::Data,
    service::Service,
};
use serde::{Deserialize, Serialize};
use std::{path::Path, sync::Arc, time::Duration};
use store::{
    Folder,
    door::{self, Door, DoorError},
};

/// A backup of much takes its time.
const TIMEOUT: Duration = Duration::from_secs(600);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answered {
    Done(Answer),
    Failed(Failure),
}

pub(super) fn open(folder: &Folder, data: &Data, service: &Arc<Service>) -> Result<Door, DoorError> {
    let (runtime, data, service) = (tokio::runtime::Handle::current(), data.clone(), service.clone());
    Door::open(folder, move |request| {
        let answered = match serde_json::from_slice::<Command>(request) {
            Ok(command) => match runtime.block_on(command::run(&data, &service, command)) {
                Ok(answer) => Answered::Done(answer),
                Err(failure) => Answered::Failed(failure),
            },
            Err(_) => Answered::Failed(Failure::not_understood()),
        };
        let bytes = serde_json::to_vec(&answered).unwrap_or_default();
        if bytes.len() <= door::MESSAGE_LIMIT {
            return bytes;
        }
        serde_json::to_vec(&Answered::Failed(Failure::too_long(bytes.len()))).unwrap_or_default()
    })
}

/// Asks the cloud that serves the folder.
pub(crate) fn ask(folder: &Path, command: &Command) -> Result<Answer, Failure> {
    let request = serde_json::to_vec(command).unwrap_or_default();
    let answered = door::ask(folder, &request, TIMEOUT)?;
    match serde_json::from_slice(&answered) {
        Ok(Answered::Done(answer)) => Ok(answer),
        Ok(Answered::Failed(failure)) => Err(failure),
        Err(_) => Err(DoorError::HungUp.into()),
    }
}
