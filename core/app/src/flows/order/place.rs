use super::{CardOrderError, journal::Begun};
use crate::{
    Event, Events, Landfall, OsRandom,
    cloud::{CloudClient, ProblemKind},
    ports::Cloud,
};
use account::wire::{Bytes, CardOrder, CardOrderState, Product, PutCardOrder};
use model::{ActivationCode, Eid, Iccid, Random};
use std::{sync::Arc, time::Duration};
use store::crash;

/// How often it is asked how an order stands: this often at first, and ever more seldom.
const FIRST: Duration = Duration::from_millis(300);
const SELDOM: Duration = Duration::from_secs(5);

/// What is ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardWish {
    /// Where.
    pub agency: String,
    /// The product, as its user was shown it and agreed to it.
    pub product: Product,
    /// The eUICC that it is for: no other can fetch it then, whoever learns its activation code.
    pub eid: Option<Eid>,
}

impl Landfall {
    /// Orders a card. An order of the same that was begun here and is not over is gone on with: it is one card, whatever was lost or killed.
    /// If it came, and its user was not told ([`Landfall::acknowledge`]), it is [`CardOrderState::Given`].
    ///
    /// # Errors
    /// [`CardOrderError`]; what was asked may be done, and the same again goes on from there.
    pub async fn order_card(&self, port: Arc<dyn Cloud>, wish: &CardWish) -> Result<CardOrder, CardOrderError> {
        let (state, cloud) = self.ordering(port).await?;
        let account = state.account().bytes();
        let (product, agreed) = (wish.product.product.clone(), wish.product.digest());
        let eid = wish.eid.map(|eid| eid.to_string());
        let same = |begun: &Begun| {
            let asked = &begun.asked;
            !begun.acknowledged
                && (&begun.account, &begun.agency) == (&account, &wish.agency)
                && (&asked.product, &asked.agreed, &asked.eid) == (&product, &agreed, &eid)
        };
        let begun = match Begun::all(&self.vault)?.into_iter().find(same) {
            Some(begun) => begun,
            None => {
                let order = Bytes::from(OsRandom::new().array::<16>());
                let asked = PutCardOrder { order, product, agreed, eid };
                let begun = Begun::new(account, &wish.agency, asked);
                begun.keep(&self.vault)?;
                begun
            }
        };
        crash::point("phone.order.begun");
        let answer = cloud.put_card_order(&begun.agency, &begun.asked).await;
        crash::point("phone.order.asked");
        match answer {
            Ok(order) => self.seen(order),
            Err(error) => {
                if error.nothing_was_done() && !error.retrying_helps() {
                    Begun::forget(&begun.asked.order, &self.vault)?;
                }
                Err(error.into())
            }
        }
    }

    /// Waits until the card of an order can be fetched; answers where. The order goes on at the server without anybody waiting.
    ///
    /// # Errors
    /// [`CardOrderError::Failed`], [`CardOrderError::Given`]; [`CardOrderError`]
    pub async fn card_released(
        &self,
        port: Arc<dyn Cloud>,
        order: &Bytes,
        events: &Events,
    ) -> Result<ActivationCode, CardOrderError> {
        let (_, cloud) = self.ordering(port).await?;
        let (mut pause, mut told) = (FIRST, None);
        loop {
            let order = self.seen(cloud.card_order(order).await?)?;
            let stands = (order.state, order.why.clone());
            if told.as_ref() != Some(&stands) {
                events.tell(Event::CardOrder { state: order.state, why: order.why.clone() });
                told = Some(stands);
            }
            match (order.state, order.activation_code) {
                (CardOrderState::Released, Some(code)) => {
                    return code.parse().map_err(|_| CardOrderError::Unreadable);
                }
                (CardOrderState::Released, None) => return Err(CardOrderError::Unreadable),
                (CardOrderState::Given, _) => return Err(CardOrderError::Given),
                (CardOrderState::Failed, _) => {
                    let why = order.why.unwrap_or_else(|| "nothing says why".to_owned());
                    return Err(CardOrderError::Failed { why, again: order.again });
                }
                (CardOrderState::Requested | CardOrderState::Ordered | CardOrderState::Confirmed, _) => {}
            }
            tokio::time::sleep(pause).await;
            pause = pause.saturating_mul(2).min(SELDOM);
        }
    }

    /// The card of an order is here: that is written among the account's records, and the server is told, now or with the next order or look.
    ///
    /// # Errors
    /// [`CardOrderError`]; the server is told later then.
    pub async fn card_arrived(
        &self,
        port: Arc<dyn Cloud>,
        order: &CardOrder,
        iccid: Iccid,
    ) -> Result<(), CardOrderError> {
        let account = self.account()?.account().bytes();
        let (product, agreed) = (order.product.product.clone(), order.product.digest());
        let asked = PutCardOrder { order: order.order.clone(), product, agreed, eid: None };
        let known = Begun::all(&self.vault)?.into_iter().find(|begun| begun.asked.order == order.order);
        let fresh = Begun::new(account, &order.agency, asked);
        let begun = Begun { card: Some(iccid), ..known.unwrap_or(fresh) };
        begun.keep(&self.vault)?;
        crash::point("phone.order.arrived");
        self.ordering(port).await.map(drop)
    }

    pub(super) async fn say_given(&self, cloud: &CloudClient, begun: &Begun) -> Result<(), CardOrderError> {
        let Some(card) = begun.card else { return Ok(()) };
        self.note_ordered(&card, &begun.agency, &begun.asked.product, &begun.asked.order)?;
        match cloud.card_given(&begun.asked.order).await {
            // The operator's server told it before, or took it for lost: the card is here all the same.
            Err(error) if !error.is(ProblemKind::Conflict) && !error.is(ProblemKind::NotFound) => {
                return Err(error.into());
            }
            Ok(_) | Err(_) => {}
        }
        crash::point("phone.order.given");
        Ok(Begun { told: true, ..begun.clone() }.keep(&self.vault)?)
    }
}
