//! Agencies, and cards ordered at them.

use super::{CloudClient, CloudError, ask::Ask};
use account::wire::{Agencies, AgencyView, Bytes, CardOrder, CardOrders, Product, Products, PutCardOrder};

impl CloudClient {
    /// `GET /v1/agencies`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn agencies(&self) -> Result<Vec<AgencyView>, CloudError> {
        let answer: Agencies = self.signed_in(Ask::get("/v1/agencies")).await?;
        Ok(answer.agencies)
    }

    /// `GET /v1/agencies/{agency}/products`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn products(&self, agency: &str) -> Result<Vec<Product>, CloudError> {
        let answer: Products = self.signed_in(Ask::get(format!("/v1/agencies/{}/products", part(agency)))).await?;
        Ok(answer.products)
    }

    /// `POST /v1/agencies/{agency}/orders`: the same again is answered as it stands.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn put_card_order(&self, agency: &str, order: &PutCardOrder) -> Result<CardOrder, CloudError> {
        self.signed_in(Ask::post(format!("/v1/agencies/{}/orders", part(agency))).with(order)).await
    }

    /// `GET /v1/card-orders`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn card_orders(&self) -> Result<Vec<CardOrder>, CloudError> {
        let answer: CardOrders = self.signed_in(Ask::get("/v1/card-orders")).await?;
        Ok(answer.orders)
    }

    /// `GET /v1/card-orders/{id}`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn card_order(&self, id: &Bytes) -> Result<CardOrder, CloudError> {
        self.signed_in(Ask::get(format!("/v1/card-orders/{}", id.text()))).await
    }

    /// `POST /v1/card-orders/{id}/given`: the same again is fine.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn card_given(&self, id: &Bytes) -> Result<CardOrder, CloudError> {
        self.signed_in(Ask::post(format!("/v1/card-orders/{}/given", id.text()))).await
    }

    /// `DELETE /v1/card-orders/{id}`: the same again is fine.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn withdraw_card_order(&self, id: &Bytes) -> Result<CardOrder, CloudError> {
        self.signed_in(Ask::delete(format!("/v1/card-orders/{}", id.text()))).await
    }
}

/// A name that its user typed, as a part of a path: an agency's has no other characters, so that one with others is none.
fn part(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}
