//! What an eUICC keeps, and how it stands in records.
//!
//! All records stand in the table [`TABLE`]; an id is the EID, one byte that says which part, and a key within the part:
//!
//! | part | key | value |
//! |---|---|---|
//! | `00` | | [`Identity`]: certificates, roots, the name of the signing key |
//! | `01` | ICCID, 10 bytes | [`ProfileEntry`]: metadata, state, nickname |
//! | `02` | sequence number, 8 bytes | a pending notification as it will be sent |
//! | `03` | its number, without leading zeros | [`Prepared`]: the one-time key of a download that was prepared |
//! | `04` | | [`Settings`]: default SM-DP+, last sequence number |
//! | `05` | ICCID, 10 bytes | [`HomeKey`]: the one-time key to which a copy of that card may be sealed |

mod downloads;
mod home;
mod identity;
mod notifications;
mod prepared;
mod profile_entry;
mod settings;
mod whole;

pub use downloads::{Downloads, MOST_PREPARED};
pub use home::{Home, HomeKey, Role};
pub use identity::{Identity, SigningChain};
pub use notifications::{Notifications, Pending};
pub use prepared::Prepared;
pub use profile_entry::ProfileEntry;
pub use settings::Settings;
pub use whole::State;

use model::{Batch, Eid, Iccid, record::Change};

/// The table of all eUICCs' records.
pub const TABLE: &str = "euicc.state";

pub(crate) const IDENTITY: u8 = 0x00;
pub(crate) const PROFILE: u8 = 0x01;
pub(crate) const NOTIFICATION: u8 = 0x02;
pub(crate) const PREPARED: u8 = 0x03;
pub(crate) const SETTINGS: u8 = 0x04;
pub(crate) const HOME_KEY: u8 = 0x05;

/// The id of a record.
pub(crate) fn id(eid: &Eid, part: u8, key: &[u8]) -> Vec<u8> {
    let mut id = eid.as_bytes().to_vec();
    id.push(part);
    id.extend_from_slice(key);
    id
}

/// The profiles that go with these changes.
pub fn deleted_profiles(batch: &Batch) -> impl Iterator<Item = Iccid> {
    batch.changes.iter().filter_map(|change| match change {
        Change::Delete { table, id } if *table == TABLE && id.get(16) == Some(&PROFILE) => {
            Iccid::from_ef(id.get(17..)?).ok()
        }
        _ => None,
    })
}

/// Why an eUICC's records can't be read. The records were damaged or written by a newer version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// There is no such eUICC.
    #[error("no eUICC with this EID is kept here")]
    Missing,
    /// A record is not what this version writes.
    #[error("the record of the eUICC's {0} is damaged")]
    Damaged(&'static str),
}

impl LoadError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Restore the data folder as it was last; if it is that, update the program."
    }
}
