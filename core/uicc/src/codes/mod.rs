//! PIN, PUK and ADM codes: values, tries left, whether they are asked for (TS 102 221 §9.5).

mod spec;
mod table;

pub use spec::{CodeKey, CodeSpec};
pub(crate) use table::{CodeTable, Slot, padded};
