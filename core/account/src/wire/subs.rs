use super::{Bytes, PutOrder};
use crate::{rights::Link, signed::Signed};
use serde::{Deserialize, Serialize};

/// What an account says of itself to those that it is tied to (`Kind::Member`, signed by the owner key that it names).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The account.
    pub account: Bytes,
    /// P-256, uncompressed.
    pub owner_key: Bytes,
    /// What is sealed to it is sealed to this key: P-256, uncompressed.
    pub agreement_key: Bytes,
    /// The user's name for it.
    pub name: String,
}

/// `POST /v1/subs`: an account invites another to be its sub-account. 201 [`SubView`]; again 200; 409 if another has the id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSub {
    /// 16 bytes.
    pub sub: Bytes,
    /// Who invites.
    pub main: Introduced,
}

/// An account's word on itself, and what shows whoever has the invitation's code that it is the one that he means: a server has no such code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduced {
    /// Signed [`Member`].
    pub member: Signed,
    /// HMAC-SHA-256 by the code's secret.
    pub vouch: Bytes,
}

/// `GET /v1/subs/{id}`, also of whoever has the id while nobody has accepted; `PUT /v1/subs/{id}` ([`Introduced`]) accepts and answers it, 409 if
/// somebody else has; `DELETE /v1/subs/{id}`, by either, ends it: 204.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubView {
    /// Its id.
    pub sub: Bytes,
    /// Who invited.
    pub main: Introduced,
    /// Who accepted.
    #[serde(default)]
    pub accepted: Option<Introduced>,
    /// Until then somebody may.
    pub expires: u64,
}

/// `GET /v1/subs`: where the account is one of the two, and how accounts stand to each other (signed [`Standing`]) where it is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subs {
    /// Those that have not ended.
    pub subs: Vec<SubView>,
    /// The last of each pair.
    pub standings: Vec<Signed>,
}

/// How an account stands to another's cards (`Kind::Standing`): signed by the owner key of whoever gave the last right, the giver's own or that of the
/// account which both are sub-accounts of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Whose account signed.
    pub by: Bytes,
    /// Whose cards they are: signed [`Member`].
    pub from: Signed,
    /// Who has the rights: signed [`Member`].
    pub to: Signed,
    /// How they stand.
    pub link: Link,
    /// The rights: signed [`crate::rights::Capability`], the first by the giver's owner key. Empty where there are none.
    pub rights: Vec<Signed>,
    /// Rises with each of these two, in this direction.
    pub number: u64,
    /// When, seconds since 1970.
    pub time: u64,
}

/// `PUT /v1/standings`. 204, again too; 409 if a later one came first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutStanding {
    /// Signed [`Standing`].
    pub standing: Signed,
}

/// Cards that an account shows to another (`Kind::Share`, signed by the owner key of whose they are).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Whose cards.
    pub from: Bytes,
    /// To whom.
    pub to: Bytes,
    /// Rises.
    pub number: u64,
    /// A key that was made for this alone: P-256, uncompressed.
    pub key: Bytes,
    /// [`Shared`], sealed to both keys.
    pub sealed: Bytes,
}

/// What is sealed in a [`Share`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shared {
    /// Those that may be seen.
    pub cards: Vec<SharedCard>,
    /// When, seconds since 1970.
    pub time: u64,
}

/// A card as another account sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SharedCard {
    /// Its number.
    pub iccid: String,
    /// The operator's name.
    pub operator: String,
    /// The user's name for it, or the product's.
    pub name: String,
    /// How it stands on its device, as [`crate::record::CardState`] writes it.
    pub state: String,
    /// The device that holds it.
    pub device: Bytes,
    /// That device's name.
    pub device_name: String,
    /// Its enrolment: orders are for it alone.
    pub epoch: u64,
    /// What may be done with it, as told; whoever obeys looks again.
    pub acts: Vec<crate::rights::Act>,
}

/// `PUT /v1/shares`. 204; 409 if a later one came first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutShare {
    /// Signed [`Share`].
    pub share: Signed,
}

/// `GET /v1/shares`: what others show to this account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// The last of each.
    pub shares: Vec<Signed>,
}

/// `POST /v1/subs/orders`: an order to a device of another account, by a right to its cards: signed by the own owner key
/// ([`crate::signed::Signer::Sub`]), the rights in the order's `parameters.rights`. 201 [`super::OrderView`], again 200 as it stands by then.
pub type OrderByRight = PutOrder;
