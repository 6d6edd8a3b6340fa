use super::Bytes;
use serde::{Deserialize, Serialize};

/// The answer to `POST /v1/subscriptions/{iccid}/challenge` (a device's token, no body): what the card is to authenticate by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimStarted {
    /// RAND, 16 bytes; good once and for two minutes.
    pub rand: Bytes,
}

/// `POST /v1/subscriptions/{iccid}/claim`: shows that the account's phone holds the card (`crate::claim`). 204; 422 if it doesn't. From then on orders
/// of the account bar the subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Of [`ClaimStarted`].
    pub rand: Bytes,
    /// 32 bytes.
    pub proof: Bytes,
}
