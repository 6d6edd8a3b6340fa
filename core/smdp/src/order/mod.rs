//! An order: one profile for one eUICC (SGP.22 §3.1.1, §3.1.6). Every transition is a pure function that gives the changed
//! order back, for the caller to make durable.
//!
//! ```text
//! Available → Allocated → Linked → Confirmed → Released → Downloaded → Installed
//!                 └──────────────────↑            │           │
//!                                                 └→ Error ←──┘      Unavailable: taken back before it was downloaded
//! ```

mod code;
mod download;
mod prepare;

pub use code::ConfirmationCode;
pub use download::Bound;
pub(crate) use download::ends_order;
pub use prepare::WrongState;

use model::{Eid, Iccid, UnixTime};
use rsp::Raw;
use rsp::cert::Assurance;
use rsp::es10::EuiccRspCapability;
use rsp::metadata::StoreMetadataRequest;

/// Where an order is in its life (SGP.22 §3.1.6, ES2+).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// In stock.
    Available,
    /// Set aside for a sale.
    Allocated,
    /// Set aside for one eUICC.
    Linked,
    /// Sold, but not to be downloaded yet.
    Confirmed,
    /// May be downloaded.
    Released,
    /// A bound package was made: from here on only the eUICC's signed word, or an operator's decision, ends it.
    Downloaded,
    /// The eUICC signed that it is installed.
    Installed,
    /// It ended without an installation.
    Error,
    /// Taken back.
    Unavailable,
}

impl State {
    /// All of them, in the order of an order's life.
    pub const ALL: [Self; 9] = [
        Self::Available,
        Self::Allocated,
        Self::Linked,
        Self::Confirmed,
        Self::Released,
        Self::Downloaded,
        Self::Installed,
        Self::Error,
        Self::Unavailable,
    ];

    /// The state in words, as they stand after "the order is".
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Allocated => "allocated",
            Self::Linked => "linked to a card",
            Self::Confirmed => "confirmed",
            Self::Released => "released",
            Self::Downloaded => "downloaded",
            Self::Installed => "installed",
            Self::Error => "ended without an installation",
            Self::Unavailable => "taken back",
        }
    }
}

/// Whether a package may be made again after a download that did not end in an installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rebinding {
    /// Only for the one-time key of the first time, which the eUICC must have kept.
    SameKey,
    /// For any one-time key of the same eUICC.
    #[default]
    AnyKey,
}

/// After which failures of an installation, signed by the eUICC, an order stays open for another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Retries {
    /// Those alone that pass by themselves: no room (10), interrupted (11). A server that shares its stock with others may
    /// want this: nothing is held for a card that failed in any other way.
    Temporary,
    /// Also those that say that the package was spoilt or met another session on its way, and nothing of profile and eUICC:
    /// wrong signature (2) or transaction (3), malformed or forged segments (7, 8), unknown (127). Made again, the same
    /// profile may well be installed, and a traveller's order is not lost to a broken link. What stays bounds the tries:
    /// [`Terms::most_downloads`].
    #[default]
    Mendable,
}

/// What an order demands and allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The least assurance of the eUICC's key.
    pub least_assurance: Assurance,
    /// Whether a package may be made again.
    pub rebinding: Rebinding,
    /// After which failed installations the order stays.
    pub retries: Retries,
    /// How many packages may be made.
    pub most_downloads: u32,
    /// How many wrong confirmation codes end the order.
    pub most_wrong_codes: u32,
    /// The last second in which a package is made.
    pub expires: Option<UnixTime>,
    /// Bytes of non-volatile memory that the eUICC must have left.
    pub memory: Option<u64>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            least_assurance: Assurance::None,
            rebinding: Rebinding::AnyKey,
            retries: Retries::Mendable,
            most_downloads: 10,
            most_wrong_codes: 3,
            expires: None,
            memory: None,
        }
    }
}

/// One profile for one eUICC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The token that names it; empty if its eUICC alone does.
    pub matching_id: String,
    /// The profile.
    pub iccid: Iccid,
    /// The eUICC it is for, once that is known.
    pub eid: Option<Eid>,
    /// Where it is in its life.
    pub state: State,
    /// What the user is shown, and agrees to.
    pub metadata: Raw<StoreMetadataRequest>,
    /// What it demands and allows.
    pub terms: Terms,
    /// The confirmation code, if one is required.
    pub code: Option<ConfirmationCode>,
    /// Wrong confirmation codes so far.
    pub wrong_codes: u32,
    /// Packages made so far.
    pub downloads: u32,
    /// To what the last package was bound.
    pub bound: Option<Bound>,
}

impl Order {
    /// A profile in stock.
    #[must_use]
    pub fn new(metadata: StoreMetadataRequest, terms: Terms) -> Self {
        Self {
            matching_id: String::new(),
            iccid: metadata.iccid,
            eid: None,
            state: State::Available,
            metadata: Raw::new(metadata),
            terms,
            code: None,
            wrong_codes: 0,
            downloads: 0,
            bound: None,
        }
    }

    /// The metadata as an eUICC that can this gets them: who may manage the profile from afar is told to one that lets it be managed, and
    /// where its content is managed to one that has it so (v3); an older one might not bear what it does not know
    /// (unknownTlvInMetadata).
    pub(crate) fn metadata_for(&self, capability: EuiccRspCapability) -> Raw<StoreMetadataRequest> {
        let (rpm, lpr) = (EuiccRspCapability::RPM_SUPPORT, EuiccRspCapability::LPA_PROXY_SUPPORT);
        let bears = |what: bool, needs| !what || capability.contains(needs);
        let metadata = &self.metadata;
        if bears(metadata.rpm_configuration.is_some(), rpm) && bears(metadata.lpr_configuration.is_some(), lpr) {
            return metadata.clone();
        }
        let mut less = StoreMetadataRequest::clone(metadata);
        less.rpm_configuration = less.rpm_configuration.filter(|_| capability.contains(rpm));
        less.lpr_configuration = less.lpr_configuration.filter(|_| capability.contains(lpr));
        Raw::new(less)
    }
}
