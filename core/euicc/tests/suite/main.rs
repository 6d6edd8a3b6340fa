//! The eUICC as a whole: against an SM-DP+, an LPA and terminals, all in one process.
#![allow(missing_docs)]

mod abandoned;
mod attacks;
mod authenticate;
mod cancel;
mod channels;
mod crash;
mod elements;
mod errors;
mod failures;
mod harness;
mod home;
mod info;
mod kept;
mod memory_reset;
mod notifications;
mod outdated;
mod policy;
mod prepare;
mod put_card;
mod put_chain;
mod refresh;
mod rpm;
mod session;
mod test_profiles;
mod totality;
mod transport;
mod ts48;
mod unkept;
