//! The card from outside, by APDU.

extern crate landfall_uicc as uicc;

mod authenticate;
mod channels;
mod crash;
mod data_objects;
mod desk;
mod errors;
mod files;
mod gsm;
mod identity;
mod persistence;
mod pins;
mod records;
mod sample;
mod selection;
mod toolkit;
mod totality;
mod transport;
