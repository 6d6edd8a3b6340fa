//! Near-field radios: what carries frames between a phone and a kiosk. Each link is one file; none knows what it carries.
//!
//! `tcp` is the first, over Wi-Fi or a LAN; `mdns` finds kiosks on it. mDNS comes from `mdns-sd`: it needs no daemon and
//! runs on every platform of ours.

pub mod mdns;
pub mod tcp;
