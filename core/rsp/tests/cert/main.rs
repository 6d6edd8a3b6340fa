//! Certificates: chains, refusals, issuing, requests, attestation.
#![allow(missing_docs)]

mod attestation;
mod chain;
mod csr;
mod garbage;
mod issue;
mod openssl;
mod refusals;
mod sgp26;
mod support;
