//! Manifests and approvals.

use super::{CloudClient, CloudError, ask::Ask};
use account::{
    signed::Signed,
    wire::{
        Approval, ApprovalAnswer, ApprovalGrant, ApprovalRequest, Approvals, Bytes, Manifests, NextManifest,
        OpenApproval,
    },
};

/// A server answers so many at once; fewer are the end of the chain.
const PAGE: usize = 100;
/// No account's devices change that often: a server that goes on and on is not followed.
const LONGEST: usize = 100_000;

impl CloudClient {
    /// `GET /v1/manifests?after=N`, again and again to the end of the chain.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn manifests(&self, after: u64) -> Result<Vec<Signed>, CloudError> {
        let mut chain = Vec::new();
        loop {
            let from = after.saturating_add(chain.len() as u64);
            let answer: Manifests = self.signed_in(Ask::get(format!("/v1/manifests?after={from}"))).await?;
            let last = answer.manifests.len() < PAGE;
            chain.extend(answer.manifests);
            if last {
                return Ok(chain);
            }
            if chain.len() > LONGEST {
                return Err(CloudError::Unreadable);
            }
        }
    }

    /// `POST /v1/manifests`.
    ///
    /// # Errors
    /// [`CloudError`]: a conflict if another came first.
    pub async fn next_manifest(&self, manifest: Signed) -> Result<(), CloudError> {
        self.done(Ask::post("/v1/manifests").with(&NextManifest { manifest })).await
    }

    /// `POST /v1/approvals`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn ask_approval(&self, request: &ApprovalRequest) -> Result<(), CloudError> {
        self.done(Ask::post("/v1/approvals").with(request)).await
    }

    /// `GET /v1/approvals`: those that are not void.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn approvals(&self) -> Result<Vec<Approval>, CloudError> {
        let answer: Approvals = self.signed_in(Ask::get("/v1/approvals")).await?;
        Ok(answer.approvals)
    }

    /// `GET /v1/approvals/{id}`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn approval(&self, id: &Bytes) -> Result<Approval, CloudError> {
        self.signed_in(Ask::get(at(id, ""))).await
    }

    /// `PUT /v1/approvals/{id}/answer`.
    ///
    /// # Errors
    /// [`CloudError`]: a conflict if another device answered.
    pub async fn answer_approval(&self, id: &Bytes, answer: &ApprovalAnswer) -> Result<(), CloudError> {
        self.done(Ask::put(at(id, "/answer")).with(answer)).await
    }

    /// `PUT /v1/approvals/{id}/open`: what was committed to.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn open_approval(&self, id: &Bytes, opened: &OpenApproval) -> Result<(), CloudError> {
        self.done(Ask::put(at(id, "/open")).with(opened)).await
    }

    /// `PUT /v1/approvals/{id}/grant`.
    ///
    /// # Errors
    /// [`CloudError`]: a conflict if another manifest came first.
    pub async fn grant_approval(&self, id: &Bytes, grant: &ApprovalGrant) -> Result<(), CloudError> {
        self.done(Ask::put(at(id, "/grant")).with(grant)).await
    }

    /// `DELETE /v1/approvals/{id}`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn refuse_approval(&self, id: &Bytes) -> Result<(), CloudError> {
        self.done(Ask::delete(at(id, ""))).await
    }
}

fn at(id: &Bytes, what: &str) -> String {
    format!("/v1/approvals/{}{what}", id.text())
}
