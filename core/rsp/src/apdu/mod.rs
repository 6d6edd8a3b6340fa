//! How ES10 travels in APDUs (SGP.22 §5.7.2): STORE DATA cut into blocks on the LPA's side ([`Exchange`]), put
//! together on the card's ([`StoreData`]); a bound profile package as a row of commands.

mod exchange;
mod load_bpp;
mod store_data;

pub use exchange::{Exchange, ExchangeError, ExchangeStep};
pub use load_bpp::load_bound_profile_package;
pub use store_data::{Collected, StoreData, StoreDataError};

/// AID of the ISD-R (SGP.02 §2.2.3).
pub const ISD_R: [u8; 16] =
    [0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00, 0x00, 0x01, 0x00];

/// Instruction STORE DATA.
pub const STORE_DATA: u8 = 0xE2;
/// P1: more blocks follow.
pub const MORE_BLOCKS: u8 = 0x11;
/// P1: the last block.
pub const LAST_BLOCK: u8 = 0x91;
/// Block size that every known client and card works with.
pub const DEFAULT_BLOCK: usize = 120;
/// The most that one short APDU carries.
pub const MAX_BLOCK: usize = 255;
