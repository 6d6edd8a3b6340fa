use super::{CardOrderError, journal::Begun};
use crate::{AccountState, Landfall, cloud::CloudClient, ports::Cloud};
use account::wire::{AgencyView, Bytes, CardOrder, CardOrderState, Product};
use std::sync::Arc;

impl Landfall {
    /// Who sells cards at the account's server, one agency an operator.
    ///
    /// # Errors
    /// [`CardOrderError`]
    pub async fn agencies(&self, port: Arc<dyn Cloud>) -> Result<Vec<AgencyView>, CardOrderError> {
        let (_, cloud) = self.ordering(port).await?;
        Ok(cloud.agencies().await?)
    }

    /// What one sells, each with its terms.
    ///
    /// # Errors
    /// [`CardOrderError`]
    pub async fn products(&self, port: Arc<dyn Cloud>, agency: &str) -> Result<Vec<Product>, CardOrderError> {
        let (_, cloud) = self.ordering(port).await?;
        Ok(cloud.products(agency).await?)
    }

    /// The account's orders of cards, of all its devices, the latest first.
    ///
    /// # Errors
    /// [`CardOrderError`]
    pub async fn card_orders(&self, port: Arc<dyn Cloud>) -> Result<Vec<CardOrder>, CardOrderError> {
        let (_, cloud) = self.ordering(port).await?;
        Ok(cloud.card_orders().await?)
    }

    /// One of them.
    ///
    /// # Errors
    /// [`CardOrderError`]
    pub async fn card_order(&self, port: Arc<dyn Cloud>, order: &Bytes) -> Result<CardOrder, CardOrderError> {
        let (_, cloud) = self.ordering(port).await?;
        self.seen(cloud.card_order(order).await?)
    }

    /// Takes one back, unless its card was fetched.
    ///
    /// # Errors
    /// [`CardOrderError`]
    pub async fn withdraw_card_order(&self, port: Arc<dyn Cloud>, order: &Bytes) -> Result<CardOrder, CardOrderError> {
        let (_, cloud) = self.ordering(port).await?;
        self.seen(cloud.withdraw_card_order(order).await?)
    }

    /// The account's server, once it knows of the cards that came since.
    pub(super) async fn ordering(&self, port: Arc<dyn Cloud>) -> Result<(AccountState, CloudClient), CardOrderError> {
        let (state, cloud) = self.account_session(port).await?;
        for begun in Begun::all(&self.vault)? {
            if begun.account == state.account().bytes() && begun.card.is_some() && !begun.told {
                self.say_given(&cloud, &begun).await?;
            }
        }
        Ok((state, cloud))
    }

    /// Whether the card of this order came to this phone, or to a card in its reader, and its user was not told yet ([`Landfall::acknowledge`]).
    ///
    /// # Errors
    /// [`CardOrderError`], of the vault.
    pub fn card_came(&self, order: &Bytes) -> Result<bool, CardOrderError> {
        let begun = Begun::all(&self.vault)?.into_iter().find(|begun| begun.asked.order == *order);
        Ok(begun.is_some_and(|begun| begun.card.is_some() && !begun.acknowledged))
    }

    /// What is over has no place in this phone's journal.
    pub(super) fn seen(&self, order: CardOrder) -> Result<CardOrder, CardOrderError> {
        if matches!(order.state, CardOrderState::Failed | CardOrderState::Given) {
            Begun::is_over(&order.order, &self.vault)?;
        }
        Ok(order)
    }
}
