//! The operator's side, end to end: kiosk, cloud and phone speak HTTP with each other, and the cloud tells the operator's HLR.

mod barring;
mod certified;
mod cloud;
mod hlr;
mod late;
mod people;
mod states;
