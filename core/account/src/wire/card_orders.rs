use super::Bytes;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

/// The answer to `GET /v1/agencies` (a device's token): who sells cards here, one agency an operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agencies {
    /// By their ids.
    pub agencies: Vec<AgencyView>,
}

/// A card agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyView {
    /// Small letters, digits, `-`: at most 64.
    pub agency: String,
    /// For people.
    pub name: String,
}

/// The answer to `GET /v1/agencies/{agency}/products`; 404 if there is no such agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Products {
    /// In the agency's order.
    pub products: Vec<Product>,
}

/// What an agency sells or assigns: what its user is shown before he agrees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Names it at its agency.
    pub product: String,
    /// For people.
    pub name: String,
    /// For people: what it costs, and how it is paid.
    pub price: String,
    /// For people: for how long it is good.
    pub validity: String,
    /// For people: what its user agrees to.
    pub terms: String,
}

impl Product {
    /// SHA-256 of all of it: what a user has seen, and agrees to. Each member by its length in bytes (four, big-endian) and itself.
    #[must_use]
    pub fn digest(&self) -> Bytes {
        let mut context = Context::new(&SHA256);
        context.update(b"landfall/1 product");
        let Self { product, name, price, validity, terms } = self;
        for member in [product, name, price, validity, terms] {
            // No text that travels is longer than 4 GiB.
            context.update(&u32::try_from(member.len()).unwrap_or(u32::MAX).to_be_bytes());
            context.update(member.as_bytes());
        }
        Bytes::from(context.finish())
    }
}

/// `POST /v1/agencies/{agency}/orders`: orders a card. 201, and 200 for the same again, with [`CardOrder`]; 409 if this id is another order's; 422 if the
/// product is another by now than was agreed to, or too many orders are open; 429 if too many were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutCardOrder {
    /// 16 random bytes: names the order, however often it is sent.
    pub order: Bytes,
    /// The product.
    pub product: String,
    /// [`Product::digest`] of what the user has agreed to.
    pub agreed: Bytes,
    /// The eUICC that it is for, 32 digits: no other gets it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eid: Option<String>,
}

/// An order of a card: the answer to `GET /v1/card-orders/{id}`, and to `DELETE`, which takes it back unless a card was downloaded for it; to
/// `POST /v1/card-orders/{id}/given`, by which a device says that it has the card.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOrder {
    /// Its name.
    pub order: Bytes,
    /// Where.
    pub agency: String,
    /// What, as it was agreed to.
    pub product: Product,
    /// How far it is.
    pub state: CardOrderState,
    /// What it waits for, or why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Of one that failed: whether ordering anew may help.
    #[serde(default)]
    pub again: bool,
    /// The card's number, once the operator has set one aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iccid: Option<String>,
    /// Of one that is released: where the card is to be fetched (SGP.22 §4.1). Whoever knows it may fetch it, unless the order names an eUICC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activation_code: Option<String>,
    /// When it was made.
    pub created: u64,
    /// When it came this far.
    pub changed: u64,
}

impl std::fmt::Debug for CardOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CardOrder").field("order", &self.order).field("state", &self.state).finish_non_exhaustive()
    }
}

/// The answer to `GET /v1/card-orders`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOrders {
    /// Of this account, the latest first; the last thousand.
    pub orders: Vec<CardOrder>,
}

/// How far an order of a card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardOrderState {
    /// Durable at the agency.
    Requested,
    /// The operator's server has set a card aside (ES2+.DownloadOrder).
    Ordered,
    /// The sale is made (ES2+.ConfirmOrder).
    Confirmed,
    /// The card may be fetched (ES2+.ReleaseProfile).
    Released,
    /// It is on a device.
    Given,
    /// It came to nothing.
    Failed,
}

impl CardOrderState {
    /// Each of them.
    pub const ALL: [Self; 6] =
        [Self::Requested, Self::Ordered, Self::Confirmed, Self::Released, Self::Given, Self::Failed];

    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Ordered => "ordered",
            Self::Confirmed => "confirmed",
            Self::Released => "released",
            Self::Given => "given",
            Self::Failed => "failed",
        }
    }

    /// Back again.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product() -> Product {
        let text = |text: &str| text.to_owned();
        let (product, name, price) = (text("month"), text("A month"), text("10 EUR"));
        Product { product, name, price, validity: text("30 days"), terms: text("None.") }
    }

    // R: B3
    #[test]
    fn what_a_user_agrees_to_is_all_of_it_and_nothing_else() {
        let seen = product().digest();
        assert_eq!(seen.0.len(), 32);
        assert_eq!(product().digest(), seen);
        let shifted = Product { name: "A month1".into(), price: "0 EUR".into(), ..product() };
        let others = [
            Product { price: "11 EUR".into(), ..product() },
            Product { terms: "Some.".into(), ..product() },
            Product { validity: "29 days".into(), ..product() },
            shifted,
        ];
        for other in others {
            assert_ne!(other.digest(), seen, "{other:?}");
        }
    }

    // R: B3
    #[test]
    fn a_state_is_written_one_way_and_a_code_is_not_shown_by_chance() {
        for state in CardOrderState::ALL {
            assert_eq!(serde_json::to_value(state).expect("a word"), state.as_str());
            assert_eq!(CardOrderState::read(state.as_str()), Some(state));
        }
        let order = CardOrder {
            order: Bytes::from([1; 16]),
            agency: "nord".into(),
            product: product(),
            state: CardOrderState::Released,
            why: None,
            again: false,
            iccid: None,
            activation_code: Some("LPA:1$smdp.test$SECRET".into()),
            created: 1,
            changed: 2,
        };
        assert!(!format!("{order:?}").contains("SECRET"));
    }
}
