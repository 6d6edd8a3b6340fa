//! Orders, receipts, wake-ups.

use super::{CloudClient, CloudError, Identity, ask::Ask};
use crate::ports::Wakes;
use account::{
    signed::Signed,
    wire::{Bytes, Contact, OrderView, Orders, PushAddress, PutOrder, Receipts, Waiting, Wake},
};

impl CloudClient {
    /// `POST /v1/orders`: the same again is answered as at first.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn put_order(&self, order: &PutOrder) -> Result<OrderView, CloudError> {
        self.signed_in(Ask::post("/v1/orders").with(order)).await
    }

    /// `GET /v1/orders`: what was ordered in this account, the latest first.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn orders(&self) -> Result<Vec<OrderView>, CloudError> {
        let answer: Orders = self.signed_in(Ask::get("/v1/orders")).await?;
        Ok(answer.orders)
    }

    /// `GET /v1/orders/{id}`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn order(&self, id: &Bytes) -> Result<OrderView, CloudError> {
        self.signed_in(Ask::get(format!("/v1/orders/{}", id.text()))).await
    }

    /// `POST /v1/orders/mine`, as anybody: the proof in it says who asks, since a device that was revoked may, too.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn contact(
        &self,
        identity: &Identity,
        receipts: &[Signed],
        manifest: u64,
    ) -> Result<Waiting, CloudError> {
        let contact = |proof| Contact { proof, receipts: receipts.to_vec(), manifest };
        self.proven(identity, |proof| Ask::post("/v1/orders/mine").with(&contact(proof))).await
    }

    /// `GET /v1/receipts?device=&epoch=`: those that are kept, in order.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn receipts(&self, device: &Bytes, epoch: u64) -> Result<Vec<Signed>, CloudError> {
        let path = format!("/v1/receipts?device={}&epoch={epoch}", device.text());
        let answer: Receipts = self.signed_in(Ask::get(path)).await?;
        Ok(answer.receipts)
    }

    /// `PUT /v1/push`, or without an address `DELETE`: where this device is woken.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn put_push(&self, address: Option<&PushAddress>) -> Result<(), CloudError> {
        self.done(address.map_or_else(|| Ask::delete("/v1/push"), |address| Ask::put("/v1/push").with(address))).await
    }

    /// `GET /v1/wake`. If it fails with a session from before, it is tried with a new one.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn listen(&self) -> Result<WakeUps, CloudError> {
        let (token, kept) = self.token().await?;
        match self.port.listen(&token).await {
            Ok(wakes) => Ok(WakeUps(wakes)),
            Err(_) if kept && self.identity().is_some() => {
                self.forget(&token);
                let (token, _) = self.token().await?;
                Ok(WakeUps(self.port.listen(&token).await?))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// An open `GET /v1/wake`.
pub struct WakeUps(Box<dyn Wakes>);

impl WakeUps {
    /// The next one; none once the server has closed. What a newer server says beyond that is skipped.
    ///
    /// # Errors
    /// [`CloudError::Server`]: the connection broke.
    pub async fn next(&mut self) -> Result<Option<Wake>, CloudError> {
        while let Some(message) = self.0.next().await? {
            if let Ok(wake) = serde_json::from_slice(&message) {
                return Ok(Some(wake));
            }
        }
        Ok(None)
    }
}

impl std::fmt::Debug for WakeUps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WakeUps(..)")
    }
}
