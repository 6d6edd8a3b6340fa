//! The eUICC as a whole: against an SM-DP+, an LPA and terminals, all in one process.
#![allow(missing_docs)]

mod harness;
mod session;
