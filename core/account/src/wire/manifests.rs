use super::{ApprovalAnswer, ApprovalGrant, ApprovalRequest};
use crate::signed::Signed;
use serde::{Deserialize, Serialize};

/// `GET /v1/manifests?after=N`: the chain from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifests {
    /// In order, without gaps.
    pub manifests: Vec<Signed>,
}

/// `POST /v1/manifests`: the next one. 409 if another came first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextManifest {
    /// Its version is one above the last.
    pub manifest: Signed,
}

/// `GET /v1/approvals/{id}`, `GET /v1/approvals`: how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// As asked.
    pub request: ApprovalRequest,
    /// Of the old device.
    pub answer: Option<ApprovalAnswer>,
    /// Of the old device.
    pub grant: Option<ApprovalGrant>,
    /// When it is void.
    pub expires: u64,
}
