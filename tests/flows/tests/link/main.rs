//! Acquiring over links that lose, reorder and break: in virtual time over simulated air, and over TCP that is cut.

mod air;
mod measured;
mod tcp;
