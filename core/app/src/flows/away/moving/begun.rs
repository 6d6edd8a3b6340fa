//! What was begun on this device and is not done: so that it goes on without being asked for again.

use super::run::{Moved, Moving};
use crate::{AwayError, Error, Giver, Landfall, flows::away::mark, ports::Cloud};
use account::{order::home::Plan, wire::Bytes};
use model::Batch;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use vault::Records;

const PREFIX: &[u8] = b"plan.";

#[derive(Debug, Serialize, Deserialize)]
struct Begun {
    plan: Plan,
    moving: Moving,
}

fn id(plan: &Bytes) -> Vec<u8> {
    [PREFIX, plan.text().as_bytes()].concat()
}

impl Giver {
    pub(super) fn remember(&self, plan: &Plan, moving: &Moving) -> Result<(), Error> {
        let Some(vault) = &self.memory else { return Ok(()) };
        let mut batch = Batch::new();
        mark::put(&mut batch, &id(&plan.id), &Begun { plan: plan.clone(), moving: moving.clone() });
        Ok(vault.commit(batch)?)
    }

    pub(super) fn forget(&self, plan: &Plan) -> Result<(), Error> {
        let Some(vault) = &self.memory else { return Ok(()) };
        let mut batch = Batch::new();
        batch.delete(mark::TABLE, id(&plan.id));
        Ok(vault.commit(batch)?)
    }
}

impl Landfall {
    /// Goes on with what was ordered of cards' copies on this device and is not done, as far as it goes now; nothing is asked if there is nothing.
    ///
    /// # Errors
    /// [`Error::Account`], [`AwayError::Cloud`], [`Error::Vault`]. What a device refused is in the answer, and is not gone on with.
    pub async fn go_on_moving(&self, port: Arc<dyn Cloud>) -> Result<Vec<(Moving, Result<Moved, AwayError>)>, Error> {
        let begun = self.begun_moves()?;
        if begun.is_empty() {
            return Ok(Vec::new());
        }
        let giver = self.giver(port).await?;
        let mut told = Vec::new();
        for Begun { plan, moving } in begun {
            let moved = loop {
                match giver.go_on(&moving, &plan).await {
                    Ok(Moved::Ordered(..)) => {}
                    Ok(moved) => break Ok(moved),
                    Err(Error::Away(error)) if !error.retrying_helps() => break Err(error),
                    Err(error) => return Err(error),
                }
            };
            told.push((moving, moved));
        }
        Ok(told)
    }

    fn begun_moves(&self) -> Result<Vec<Begun>, Error> {
        let kept = Records::scan(&self.vault, mark::TABLE, PREFIX)?;
        // One that can't be read is of another release, and nothing is lost with it: the orders stand at the server.
        Ok(kept.iter().filter_map(|(_, begun)| serde_json::from_slice(begun.expose()).ok()).collect())
    }
}
