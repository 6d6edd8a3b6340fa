use super::{Act, Service, ServiceError, sizes};
use crate::{
    agency::{Agencies, Driver, office},
    storage::{Allowance, CardStanding, CardTask, KeptCardOrder, NewCardOrder, PutCard, Wanted},
    subscribers::Cause,
};
use account::wire::{
    Agencies as AgencyViews, AgencyView, Bytes, CardOrder, CardOrderState, CardOrders, Products, PutCardOrder,
};
use model::Eid;
use ring::digest::{SHA256, digest};
use rsp::es2::HandleDownloadProgressInfoRequest;

/// So many orders of an account may be open at a time.
const OPEN: u32 = 8;
/// So many it may make: twenty at once, then one an hour.
const MADE: Allowance = Allowance { burst: 20, every: 3_600 };
/// So many are listed.
const LISTED: u32 = 1_000;

impl Service {
    /// The same, with these agencies.
    #[must_use]
    pub fn with_agencies(mut self, agencies: Agencies) -> Self {
        self.agencies = agencies;
        self
    }

    /// Those that sell cards here.
    #[must_use]
    pub const fn agencies(&self) -> &Agencies {
        &self.agencies
    }

    /// What brings orders to their SM-DP+s, one an agency.
    #[must_use]
    pub fn card_drivers(&self) -> Vec<Driver> {
        let driver = |agency: &_| Driver::new(self.storage.clone(), std::sync::Arc::clone(agency), self.cards.clone());
        self.agencies.all().map(driver).collect()
    }

    /// Who sells cards.
    ///
    /// # Errors
    /// [`ServiceError`]
    pub async fn list_agencies(&self, token: Option<&str>) -> Result<AgencyViews, ServiceError> {
        self.caller(token, Act::ReadCardOrders).await?;
        let view = |agency: &std::sync::Arc<crate::agency::Agency>| AgencyView {
            agency: agency.id.clone(),
            name: agency.settings.name.clone(),
        };
        Ok(AgencyViews { agencies: self.agencies.all().map(view).collect() })
    }

    /// What one sells.
    ///
    /// # Errors
    /// [`ServiceError::Missing`] if there is none of this id.
    pub async fn products(&self, token: Option<&str>, agency: &str) -> Result<Products, ServiceError> {
        self.caller(token, Act::ReadCardOrders).await?;
        let agency = self.agencies.get(agency).ok_or(ServiceError::Missing("agency"))?;
        Ok(Products { products: agency.settings.products.iter().map(|product| product.shown()).collect() })
    }

    /// Orders a card; answers whether the order is new. The same again is answered as it stands.
    ///
    /// # Errors
    /// [`ServiceError::OtherProduct`] if its user has agreed to something else; [`ServiceError::OpenCardOrders`], [`ServiceError::TooMany`];
    /// [`ServiceError::Other`] if its id is another order's.
    pub async fn order_card(
        &self,
        token: Option<&str>,
        agency: &str,
        wish: PutCardOrder,
    ) -> Result<(bool, CardOrder), ServiceError> {
        let caller = self.caller(token, Act::OrderCard).await?;
        let id = sizes::id(&wish.order, "an order's id has 16 bytes")?;
        if wish.eid.as_deref().is_some_and(|eid| eid.parse::<Eid>().is_err()) {
            return Err(ServiceError::Malformed("an eUICC's number has 32 digits, the last two of which check it"));
        }
        let asked = serde_json::to_vec(&(agency, &wish)).map_err(|_| ServiceError::Malformed("it can't be written"))?;
        let asked = digest(&SHA256, &asked).as_ref().try_into().expect("SHA-256 has 32 bytes");
        // What stands already is answered whatever is sold by now, and costs nothing.
        let known = self.storage.card_order(&caller.account, &id).await?;
        let sold = self.agencies.get(agency).and_then(|found| found.product(&wish.product));
        let (product, profile_type) = match (&known, sold) {
            (Some(known), _) => (known.wanted.product.clone(), known.wanted.profile_type.clone()),
            (None, None) => return Err(ServiceError::Missing("product")),
            (None, Some(sold)) => {
                let shown = sold.shown();
                if shown.digest() != wish.agreed {
                    return Err(ServiceError::OtherProduct);
                }
                let counted = self.seal.name(&[b"card order", &caller.account.0]);
                if let Err(after) = self.storage.take(counted, MADE, self.now()).await? {
                    return Err(ServiceError::TooMany(after.max(1)));
                }
                (shown, sold.profile_type().to_owned())
            }
        };
        let name = Bytes::from(self.cards.name(&caller.account, &id));
        let wanted = Wanted { product, profile_type, eid: wish.eid, name };
        let new = NewCardOrder { account: caller.account, id, digest: asked, agency: agency.to_owned(), wanted };
        match self.storage.put_card_order(new, OPEN, self.now()).await? {
            PutCard::New(kept) => Ok((true, self.card_view(&kept))),
            PutCard::Same(kept) => Ok((false, self.card_view(&kept))),
            PutCard::Other => Err(ServiceError::Other("order")),
            PutCard::TooMany => Err(ServiceError::OpenCardOrders(OPEN)),
            PutCard::Missing => Err(ServiceError::Token),
        }
    }

    /// The account's orders of cards.
    ///
    /// # Errors
    /// [`ServiceError`]
    pub async fn card_orders(&self, token: Option<&str>) -> Result<CardOrders, ServiceError> {
        let caller = self.caller(token, Act::ReadCardOrders).await?;
        let kept = self.storage.card_orders(&caller.account, LISTED).await?;
        Ok(CardOrders { orders: kept.iter().map(|kept| self.card_view(kept)).collect() })
    }

    /// One of them.
    ///
    /// # Errors
    /// [`ServiceError::Missing`]
    pub async fn card_order(&self, token: Option<&str>, id: &Bytes) -> Result<CardOrder, ServiceError> {
        let caller = self.caller(token, Act::ReadCardOrders).await?;
        Ok(self.card_view(&self.own_card_order(&caller, id).await?))
    }

    /// A device has the card. The code is forgotten, and the number is in use (A12).
    ///
    /// # Errors
    /// [`ServiceError::Missing`]; [`ServiceError::Other`] if the order is not released, or came to nothing.
    pub async fn card_given(&self, token: Option<&str>, id: &Bytes) -> Result<CardOrder, ServiceError> {
        let caller = self.caller(token, Act::OrderCard).await?;
        loop {
            let order = self.own_card_order(&caller, id).await?;
            match order.at.state {
                CardOrderState::Given => return Ok(self.card_view(&order)),
                CardOrderState::Released => {}
                _ => return Err(ServiceError::Other("step of this order")),
            }
            let to =
                CardStanding { state: CardOrderState::Given, task: None, why: None, code: None, ..order.at.clone() };
            let now = self.now();
            self.storage.card_order_moves(&order, to, Some(Cause::Distributed), now, now).await?;
        }
    }

    /// Takes an order back. Its card goes back to the operator's stock, unless it was fetched.
    ///
    /// # Errors
    /// [`ServiceError::Missing`]; [`ServiceError::Other`] if the card was fetched.
    pub async fn withdraw_card_order(&self, token: Option<&str>, id: &Bytes) -> Result<CardOrder, ServiceError> {
        let caller = self.caller(token, Act::OrderCard).await?;
        loop {
            let order = self.own_card_order(&caller, id).await?;
            let fetched = order.at.state == CardOrderState::Released && order.at.task.is_none();
            match order.at.state {
                CardOrderState::Failed => return Ok(self.card_view(&order)),
                CardOrderState::Given => return Err(ServiceError::Other("step of this order")),
                _ if fetched => return Err(ServiceError::Other("step of this order")),
                _ => {}
            }
            let to = CardStanding {
                state: CardOrderState::Failed,
                task: Some(CardTask::Cancel),
                why: Some("it was taken back".to_owned()),
                again: true,
                code: None,
                iccid: order.at.iccid.clone(),
            };
            let now = self.now();
            self.storage.card_order_moves(&order, to, None, now, now).await?;
        }
    }

    /// What an agency's SM-DP+ tells of a download.
    pub(crate) async fn told_of_card(
        &self,
        agency: &str,
        told: &HandleDownloadProgressInfoRequest,
    ) -> Result<(), ServiceError> {
        Ok(office::told(&*self.storage, agency, told, self.now()).await?)
    }

    async fn own_card_order(&self, caller: &super::Caller, id: &Bytes) -> Result<KeptCardOrder, ServiceError> {
        let id = id.0.as_slice().try_into().map_err(|_| ServiceError::Missing("order"))?;
        self.storage.card_order(&caller.account, &id).await?.ok_or(ServiceError::Missing("order"))
    }

    fn card_view(&self, kept: &KeptCardOrder) -> CardOrder {
        let CardStanding { state, why, again, iccid, code, .. } = &kept.at;
        let shown = code.as_ref().filter(|_| *state == CardOrderState::Released);
        let code = shown.and_then(|sealed| self.cards.open(&kept.wanted.name.0, sealed));
        CardOrder {
            order: Bytes::from(kept.id),
            agency: kept.agency.clone(),
            product: kept.wanted.product.clone(),
            state: *state,
            why: why.clone(),
            again: *again,
            iccid: iccid.clone(),
            activation_code: code.map(|code| String::from_utf8_lossy(code.expose()).into_owned()),
            created: kept.created,
            changed: kept.changed,
        }
    }
}
