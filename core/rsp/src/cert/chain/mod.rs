//! Is a certificate to be trusted, by the rules of SGP.22 §4.5.2.2?
//!
//! CI → EUM → eUICC; CI → DPauth, DPpb, TLS of an SM-DP+, DSauth, TLS of an SM-DS (siblings: none stands for another); CI → kiosk,
//! operator. Roots are installed, never
//! received. Who has no clock (an eUICC) gives `now: None`, and validity is then not looked at.

mod crl;
mod dp;
mod euicc;
mod kiosk;
mod link;
mod operator;
mod roots;

pub use crl::{Crls, StaleCrl};
pub use dp::{same_server, verify_dp, verify_ds_tls, verify_tls};
pub use euicc::{VerifiedEuicc, VerifiedEum, verify_euicc, verify_eum};
pub use kiosk::{KioskIdentity, verify_kiosk};
pub use operator::{OperatorIdentity, verify_operator, verify_operator_server};
pub use roots::Roots;
