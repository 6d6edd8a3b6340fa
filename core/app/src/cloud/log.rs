//! The log.

use super::{
    CloudClient, CloudError,
    ask::{Ask, read},
    client::good,
};
use account::wire::{Conflicts, Pulled, Push, Pushed, PutHead};

/// What became of a push: all of it is in the log, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PushAnswer {
    /// It is.
    Pushed(Pushed),
    /// A write was made to a version that is no longer the last.
    Conflicts(Conflicts),
}

impl CloudClient {
    /// `GET /v1/log?after=N&limit=M`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn pull(&self, after: u64, limit: u32) -> Result<Pulled, CloudError> {
        self.signed_in(Ask::get(format!("/v1/log?after={after}&limit={limit}"))).await
    }

    /// `POST /v1/log`: the same batch again is answered as at first.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn push(&self, push: &Push) -> Result<PushAnswer, CloudError> {
        let response = self.response(Ask::post("/v1/log").with(push)).await?;
        match response.status {
            // 409 may be a refusal in words as well.
            409 => match read(&response.body) {
                Ok(conflicts) => Ok(PushAnswer::Conflicts(conflicts)),
                Err(_) => Err(CloudError::of(&response)),
            },
            _ => Ok(PushAnswer::Pushed(read(&good(response)?)?)),
        }
    }

    /// `PUT /v1/heads`.
    ///
    /// # Errors
    /// [`CloudError`].
    pub async fn put_head(&self, head: &PutHead) -> Result<(), CloudError> {
        self.done(Ask::put("/v1/heads").with(head)).await
    }
}
