//! That this phone holds its cards.

use super::{CloudClient, CloudError, ask::Ask};
use account::wire::{Bytes, Claim, ClaimStarted};

impl CloudClient {
    /// `POST /v1/subscriptions/{iccid}/challenge`: the RAND that the card is to answer.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn claim_start(&self, iccid: &str) -> Result<Bytes, CloudError> {
        let started: ClaimStarted = self.signed_in(Ask::post(format!("/v1/subscriptions/{iccid}/challenge"))).await?;
        Ok(started.rand)
    }

    /// `POST /v1/subscriptions/{iccid}/claim`.
    ///
    /// # Errors
    /// [`CloudError`]: refused if the operator does not know the card, or not by these keys.
    pub async fn claim(&self, iccid: &str, claim: &Claim) -> Result<(), CloudError> {
        self.done(Ask::post(format!("/v1/subscriptions/{iccid}/claim")).with(claim)).await
    }
}
