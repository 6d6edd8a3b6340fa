use model::{Eid, Iccid, Money};
use serde::{Deserialize, Serialize};

/// Something that happened to a card, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// By the kiosk's clock, seconds since 1970.
    pub at: u64,
    /// The number, as the kiosk's stock has it.
    pub number: String,
    /// Its card.
    pub iccid: Iccid,
    /// The product.
    pub class_id: String,
    /// What it was.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A sale was agreed to: the number is taken.
    Sold {
        /// What it costs.
        price: Money,
        /// Who agreed.
        by: String,
    },
    /// The phone's eUICC signed that the card is installed.
    Distributed {
        /// The eUICC.
        eid: Eid,
        /// The phone.
        hardware_id: String,
        /// Its user, as he calls himself.
        user_id: String,
        /// What it cost.
        price: Money,
    },
    /// The sale came to nothing, and the number is in stock again.
    Returned {
        /// Why.
        why: String,
    },
    /// The card signed that it can't install it; the number waits for a decision.
    Failed {
        /// Why.
        why: String,
    },
    /// The number was taken out of use.
    Retired {
        /// Why.
        why: String,
    },
}
