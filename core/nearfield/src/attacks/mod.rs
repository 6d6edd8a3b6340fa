//! Attacks, each refused, and each shown to succeed once the check that refuses it is taken away.

mod bits;
mod downgrade;
mod impostor;
mod lab;
mod replay;
