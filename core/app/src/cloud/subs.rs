//! Accounts that are tied.

use super::{CloudClient, CloudError, ask::Ask};
use account::{
    signed::Signed,
    wire::{Bytes, Introduced, NewSub, OrderByRight, OrderView, PutShare, PutStanding, Shares, SubView, Subs},
};

impl CloudClient {
    /// `POST /v1/subs`: the same again is answered as at first.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn invite_sub(&self, new: &NewSub) -> Result<SubView, CloudError> {
        self.signed_in(Ask::post("/v1/subs").with(new)).await
    }

    /// `GET /v1/subs`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn subs(&self) -> Result<Subs, CloudError> {
        self.signed_in(Ask::get("/v1/subs")).await
    }

    /// `GET /v1/subs/{id}`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn sub(&self, id: &Bytes) -> Result<SubView, CloudError> {
        self.signed_in(Ask::get(format!("/v1/subs/{}", id.text()))).await
    }

    /// `PUT /v1/subs/{id}`.
    ///
    /// # Errors
    /// [`CloudError`]: a conflict if somebody else has accepted.
    pub async fn accept_sub(&self, id: &Bytes, said: &Introduced) -> Result<SubView, CloudError> {
        self.signed_in(Ask::put(format!("/v1/subs/{}", id.text())).with(said)).await
    }

    /// `DELETE /v1/subs/{id}`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn end_sub(&self, id: &Bytes) -> Result<(), CloudError> {
        self.done(Ask::delete(format!("/v1/subs/{}", id.text()))).await
    }

    /// `PUT /v1/standings`.
    ///
    /// # Errors
    /// [`CloudError`]: a conflict if a later one is there.
    pub async fn put_standing(&self, standing: Signed) -> Result<(), CloudError> {
        self.done(Ask::put("/v1/standings").with(&PutStanding { standing })).await
    }

    /// `PUT /v1/shares`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn put_share(&self, share: Signed) -> Result<(), CloudError> {
        self.done(Ask::put("/v1/shares").with(&PutShare { share })).await
    }

    /// `GET /v1/shares`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn shares(&self) -> Result<Shares, CloudError> {
        self.signed_in(Ask::get("/v1/shares")).await
    }

    /// `POST /v1/subs/orders`: the same again is answered as it stands by then.
    ///
    /// # Errors
    /// [`CloudError`]: a refusal if there is no such right.
    pub async fn order_by_right(&self, order: &OrderByRight) -> Result<OrderView, CloudError> {
        self.signed_in(Ask::post("/v1/subs/orders").with(order)).await
    }
}
