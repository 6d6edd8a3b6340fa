//! What all benches share: how a rate is measured, how a figure is written down, and the C peers they are held against.
//!
//! Law: a bench writes what it measured and nothing else, to `target/bench/<bench>.json`; the program `report` merges
//! these into `target/bench.json` and holds them against the [`bars`]. A figure whose peer is not installed stands
//! there without a ratio.

pub mod bars;
pub mod measure;
pub mod peer;
mod report;

pub use report::{Report, ReportError, Row, Unit, folder, merged, read};
