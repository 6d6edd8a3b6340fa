use super::{ApprovalAnswer, ApprovalGrant, ApprovalRequest, Bytes};
use crate::signed::Signed;
use serde::{Deserialize, Serialize};

/// `GET /v1/manifests?after=N`: the chain from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifests {
    /// In order, without gaps.
    pub manifests: Vec<Signed>,
}

/// `POST /v1/manifests`: the next one. 204, again too; 409 if another came first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextManifest {
    /// Its version is one above the last.
    pub manifest: Signed,
}

/// `GET /v1/approvals`: those that are not void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approvals {
    /// In no order.
    pub approvals: Vec<Approval>,
}

/// `PUT /v1/approvals/{id}/open`, by the new device once it was answered: what it had committed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenApproval {
    /// One-time key (65 bytes) ‖ half of the code (16 bytes).
    pub opened: Bytes,
}

/// `GET /v1/approvals/{id}`: how far it is. `POST /v1/approvals` ([`ApprovalRequest`], 201) and `PUT …/answer` ([`ApprovalAnswer`]), `…/open`
/// ([`OpenApproval`]), `…/grant` ([`ApprovalGrant`]) answer it too; 409 where another came first.
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
