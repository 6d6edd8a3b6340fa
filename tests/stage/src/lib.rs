//! Kiosk, phone and cloud as real processes, in a temporary folder that goes with them.
//!
//! Law: whatever ends a run, its children are killed (each by its own id) and its folder is removed. Programs are the ones that lie
//! beside this one, are told everything by arguments and files as their users would, and answer in JSON.
//!
//! - [`Scene`]: the folder and the children
//! - [`Program`]: `landfall`, `landfall-kiosk` or `landfall-cloud` with a data folder; [`Kiosk`], [`Cloud`]: one that serves
//! - [`Stock`]: what a kiosk sells, written as its owner writes it

mod build;
mod children;
mod cloud;
mod error;
mod kiosk;
mod program;
mod scene;
mod stock;

pub use build::{build_programs, programs};
pub use children::Children;
pub use cloud::Cloud;
pub use error::Broken;
pub use kiosk::Kiosk;
pub use program::{Ended, Program, Running};
pub use scene::Scene;
pub use stock::{Class, Row, Secret, Stock};
