//! The whole matrix of version negotiation (E1–E4, E8, E9): what a phone sends, what a server has, of which generation the other
//! side is. Each cell by what both decide, by its bytes (`tests/snapshots/negotiation.txt`), and by a parser of SGP.22 v2.2 that
//! takes nothing else.
#![allow(missing_docs)]

mod cells;
mod matrix;
mod phone;
mod server;
mod strict;
mod written;
