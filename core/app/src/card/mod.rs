//! Cards as the flows use them: APDUs in and out, whatever stands behind (law 4).
//!
//! [`Driver`] carries out the effects of a card in software; [`Isdr`] speaks ES10 to any eUICC.

mod apdu;
mod driver;
mod isdr;

pub use apdu::{Apdu, CardError, Response};
pub use driver::Driver;
pub use isdr::Isdr;
