//! Acquiring over links that lose, reorder and break: in virtual time over simulated air, and over TCP that is cut, and over one kind after the other.

mod air;
mod kinds;
mod measured;
mod tcp;
