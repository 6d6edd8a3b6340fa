//! Waking phones by FCM and APNs, before stand-ins on loopback that hold requests to what those services publish of their interfaces.

mod apns;
mod driver;
mod fcm;
mod stand_in;
