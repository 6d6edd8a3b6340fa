//! The laws of the house as code: which crate may see which, and which test proves which requirement.
//!
//! `tests/laws.rs` holds the workspace against them; `src/bin/requirements.rs` writes `docs/requirements.md`.

pub mod errors;
pub mod layers;
pub mod marks;
pub mod named;
pub mod unused;
pub mod weak;

use std::path::PathBuf;

/// The root of the checkout.
#[must_use]
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map(PathBuf::from).unwrap_or(here)
}
