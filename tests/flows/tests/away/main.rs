//! A phone that its owner has out of hand: orders from afar, over the real rules of the server, whatever is killed, restored or turned back.

mod cards;
mod copy_kills;
mod copy_lies;
mod copying;
mod kills;
mod lease;
mod locking;
mod pair;
mod server;
mod watching;
mod wiping;
mod world;
