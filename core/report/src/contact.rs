use crate::{Chain, KioskId, Registration};
use account::{
    signed::{Kind, Signed, Signer},
    wire::Bytes,
};
use model::{Iccid, NumberState};
use serde::{Deserialize, Serialize};

/// `POST /v1/kiosks/{id}/reports`: reports are handed in, news taken. Reports are judged one by one, in order: what [`Answer::chain`] does not reach was
/// not taken, and [`Answer::refused`] says why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A [`Call`], signed by the kiosk's key.
    pub call: Signed,
    /// [`crate::Report`]s, signed, by rising number; perhaps none.
    pub reports: Vec<Signed>,
}

/// That the kiosk is there now, and how far it has read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Whose.
    pub kiosk: KioskId,
    /// Of `POST /v1/challenges`.
    pub challenge: Bytes,
    /// [`Answer::after`] of the answer before; 0 at first.
    pub after: u64,
    /// What became of the late results that the answers before brought.
    #[serde(default)]
    pub taken: Vec<Taken>,
}

/// A late result that needs not be brought again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// [`LateResult::seq`].
    pub seq: u64,
    /// Why the kiosk could not use it, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// What the cloud says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Where the kiosk's reports end at the cloud: all up to there are accepted, and need not be kept.
    pub chain: Chain,
    /// Why the report behind it was not taken, if one was handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// What changed of the kiosk's numbers, the oldest change first, each number once.
    pub news: Vec<News>,
    /// Up to where `news` reaches.
    pub after: u64,
    /// Results of phones that left the kiosk early.
    pub results: Vec<LateResult>,
    /// Whether there is more of either.
    pub more: bool,
}

/// How a number stands in the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Its card.
    pub iccid: Iccid,
    /// Its state.
    pub state: NumberState,
    /// What is left, in minor units of its product's currency, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<i64>,
    /// Since when.
    pub at: u64,
    /// Why.
    pub why: String,
}

/// What a phone handed in at the cloud, since it had left: signed by its eUICC, judged by the kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateResult {
    /// Rises by result.
    pub seq: u64,
    /// The PendingNotification (SGP.22 §5.7.10), DER.
    pub notification: Bytes,
}

impl Call {
    /// The call signed by the kiosk's key.
    ///
    /// # Errors
    /// Those of `sign`.
    pub fn sign<E>(&self, sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>) -> Result<Signed, E> {
        Signed::make(Kind::Call, self, Signer::Kiosk(self.kiosk.clone().into()), sign)
    }
}

impl Registration {
    /// The registration signed by the key that it names.
    ///
    /// # Errors
    /// Those of `sign`.
    pub fn sign<E>(&self, sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>) -> Result<Signed, E> {
        Signed::make(Kind::Registration, self, Signer::Kiosk(KioskId::of(&self.key.0).into()), sign)
    }
}
