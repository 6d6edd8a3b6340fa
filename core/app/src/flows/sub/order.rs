//! An order to a device of another account, as far as rights to its cards go. The device looks itself whether it obeys.

use super::{SeenCard, TieError};
use crate::{AwayError, Landfall, OsRandom, ports::Cloud};
use account::{
    order::acts,
    rights::{Act, Denied},
    signed::{Kind, Signer},
    wire::{Bytes, Order, OrderView, PutOrder, Verb},
};
use model::{Iccid, Random};
use std::sync::Arc;

/// For so long it is good, in seconds: a month. Rights end, and a card that somebody else has may be his again by then.
const GOOD_FOR: u64 = 30 * 86_400;

impl Landfall {
    /// Orders something of the device that holds a card which another account shows: to lock itself, or to erase the card.
    ///
    /// # Errors
    /// [`TieError::NoSuchCard`], [`TieError::Rights`] if this account has no such right, as far as it knows; [`TieError`].
    pub async fn order_by_right(
        &self,
        port: Arc<dyn Cloud>,
        whose: &str,
        verb: Verb,
        iccid: &Iccid,
    ) -> Result<OrderView, TieError> {
        let (state, cloud) = self.account_session(port).await?;
        let ties = self.ties(&state)?;
        let card = self.card_of(whose, iccid)?;
        let stands =
            ties.standings().find(|stands| stands.from.account == card.account && stands.to.account == *ties.id());
        let stands = stands.ok_or_else(|| TieError::NotLinked(card.of.clone()))?;
        let now = self.ports.clock.now().0;
        let counter_id = format!("given.{}.{}", card.card.device.text(), card.card.epoch);
        let last: u64 = self.sub_record(&counter_id)?.unwrap_or(0);
        let counter = now.max(last.saturating_add(1));
        let order = Order {
            account: card.account.clone(),
            order: Bytes::from(OsRandom::new().array::<16>()),
            verb,
            device: card.card.device.clone(),
            epoch: card.card.epoch,
            counter,
            issued: now,
            deadline: now.saturating_add(GOOD_FOR),
            not_before: now,
            cards: if verb == Verb::Lock { Vec::new() } else { vec![card.card.iccid.clone()] },
            parameters: serde_json::json!({ "rights": stands.said.rights, "for": card.card.iccid }),
            manifest: 0,
        };
        let needed: Vec<Act> = acts(&order).into_iter().map(|(act, _)| act).collect();
        let lacks = |act: &Act| !card.card.acts.contains(act);
        if needed.is_empty() || crate::checks::OWN_RIGHTS.on() && needed.iter().any(lacks) {
            return Err(Denied::NotGiven.into());
        }
        // The number is used from here on, whatever becomes of the order.
        self.put_sub_record(&counter_id, &counter)?;
        let owner = state.keys.owner();
        let mut order = owner.sign(Kind::Order, &order);
        order.signer = Signer::Sub(Bytes::from(owner.public_key()));
        let view = cloud.order_by_right(&PutOrder { order: order.clone() }).await?;
        if view.order == order { Ok(view) } else { Err(crate::Error::from(AwayError::Altered).into()) }
    }

    /// A card that an account shows.
    fn card_of(&self, whose: &str, iccid: &Iccid) -> Result<SeenCard, TieError> {
        let card = iccid.to_string();
        let seen = self
            .family()?
            .cards
            .into_iter()
            .find(|seen| (seen.of == whose || seen.account.text() == whose) && seen.card.iccid == card);
        seen.ok_or_else(|| TieError::NoSuchCard { name: whose.to_owned(), card })
    }
}
