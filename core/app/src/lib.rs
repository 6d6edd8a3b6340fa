//! The phone's flows: acquire, import, use, mend: one file each, over ports.
//!
//! Law: the only crate of the core that brings cards, kiosk, vault and time together. Every flow is a journal; progress is pulled
//! ([`Events`]); nothing here knows a platform, a radio or a user interface.
//!
//! - [`Landfall`]: one data folder and its vault; [`flows`] are its methods
//! - [`card`]: cards behind APDUs, and the driver of the software card's effects; [`sim`]: an enabled profile as a SIM; [`chip`]: any eUICC
//!   as its LPA manages it
//! - [`session`]: a session with a kiosk over links that come and go
//! - [`cloud`]: the account's server, by routes
//! - [`ports`]: what a platform gives; [`checks`]: what keeps attackers out, by name
//!
//! `tokio` runs the sessions' timers; `ring` gives random numbers and digests.

pub mod card;
pub mod checks;
pub mod chip;
pub mod cloud;
mod error;
mod event;
pub mod flows;
mod landfall;
pub mod ports;
mod random;
mod refused;
pub mod session;
pub mod sim;

pub use error::Error;
pub use event::{Cancel, Event, Events};
pub use flows::{
    account::{
        AccountError, AccountMended, AccountState, Approving, Asking, Comparing, Created, NewRoot, Recovery, SignIn,
        Waiter,
    },
    acquire::{Acquired, Acquisition, Expected, Visit, Wish},
    away::{
        AwayError, Contacted, Given, Giver, Home, LeaseView, Moved, Moving, Ordered, Proof, Remains, Role, Watched,
    },
    cards::CardView,
    discover::{Found, discover},
    examine::Examined,
    home::Vouched,
    mend::{Mended, Unmended},
    order::{CardOrderError, CardWish},
    passkey::PasskeyAsked,
    physical::{KeptSim, SimKey},
    remote::{CarriedOut, Inquiry, Manager, Outcome, managers},
    roots::Root,
    sub::{Family, Invitation, PairView, SeenCard, TieError, TieView, Untaken},
    sync::{Kept, Shown, SyncError, Synced},
};
pub use landfall::{EuiccDriver, Landfall, Ports};
pub use random::OsRandom;
pub use refused::CardRefusal;
