//! A phone that its owner has out of hand: orders from afar, over the real rules of the server, whatever is killed, restored or turned back.

mod cards;
mod everywhere;
mod kills;
mod lease;
mod locking;
mod server;
mod watching;
mod wiping;
mod world;
