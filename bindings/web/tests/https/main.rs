//! Server and client over TLS on loopback: the rules of HTTP that stand around ES9+ and ES2+ (SGP.22 §6), and what each side does when the other
//! one does not keep to them.

mod client;
mod desk;
mod orders;
mod rules;
mod samples;
mod slow;
mod stopping;
mod versions;
mod wire;
