//! Profile packages of the TCA (SIMalliance) eUICC Profile Package: Interoperable Format, versions 2.1 to 3.3.
//!
//! Law: a package is read without losing a byte, and what an element asks for is either done or answered with its
//! `PEStatus`, never dropped in silence. Keys and codes are held as [`model::SecretBytes`] and shown nowhere.
//!
//! - [`Package`] reads and writes a row of profile elements;
//! - [`resolve()`] applies templates, patterns, links and access rules: a [`ResolvedProfile`] is ready to be created;
//! - [`build()`] makes a complete package of our own from a subscriber row;
//! - [`personalise()`], or a [`Form`] for many, puts a subscriber into an operator's template;
//! - [`EuiccResponse`] is the answer (`simaResponse`) to an installation, good or bad.

mod build;
mod comp128;
pub mod element;
mod error;
mod package;
mod personalise;
mod resolve;
mod status;
mod template;

pub use build::build;
pub use element::Element;
pub use error::{Error, Place, Problem};
pub use package::Package;
pub use personalise::{Form, PersonaliseError, personalise};
pub use resolve::*;
pub use status::{EuiccResponse, PeStatus, Status};
