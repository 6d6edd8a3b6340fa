//! That this phone holds its cards, and that they were installed.

use super::{CloudClient, CloudError, ask::Ask};
use account::wire::{Bytes, Claim, ClaimStarted};
use rsp::es9::{Function, Request};

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

    /// ES9+.HandleNotification in JSON: a card's word for a kiosk of whose cloud this is. Anybody may bring it, since the card has signed it.
    ///
    /// # Errors
    /// [`CloudError`]: not found if it knows no such kiosk.
    pub async fn hand_in(&self, notification: &Request) -> Result<(), CloudError> {
        let path = format!("/gsma/rsp2/es9plus/{}", Function::HandleNotification.name());
        self.openly_done(Ask::post(path).raw(notification.to_json())).await
    }
}
