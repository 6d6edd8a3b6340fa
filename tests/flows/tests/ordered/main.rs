//! Operators that order from a kiosk by ES2+ over HTTPS with mutual TLS: from the order to the card on a phone, and what the operator is told
//! of it; each check of an order through the routes; nothing is lost or done twice over restarts; random changes of every call.

mod checks;
mod mutations;
mod nord;
mod office;
mod owners;
mod restarts;
mod states;
mod told;
mod whole;
