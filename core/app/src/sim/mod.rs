//! An enabled profile as a SIM, by APDU: select, codes, phone book, authentication. Works on any card (law 4).

mod authenticate;
mod codes;
mod files;
mod guarded;
mod phone_book;
mod read;

pub use authenticate::{Authentication, authenticate};
pub use codes::{CodeError, PinStatus, change_pin, check_pin, pin_status, set_pin_enabled, unblock_pin, verify_pin};
pub use files::{read_iccid, select_usim};
pub use guarded::Sim;
pub use phone_book::{Entry, PhoneBookError, read_phone_book, write_entry};
pub use read::{Content, FileName, ReadFile, ReadSim, Reading};
