use super::CloudError;
use crate::ports::{CloudRequest, Method};
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

/// What is asked, before it is known who asks.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    method: Method,
    path: String,
    body: Option<Vec<u8>>,
}

impl Ask {
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into(), body: None }
    }

    pub(super) fn post(path: impl Into<String>) -> Self {
        Self { method: Method::Post, ..Self::get(path) }
    }

    pub(super) fn put(path: impl Into<String>) -> Self {
        Self { method: Method::Put, ..Self::get(path) }
    }

    pub(super) fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::Delete, ..Self::get(path) }
    }

    pub(super) fn with(self, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).expect("what travels has string keys only");
        Self { body: Some(body), ..self }
    }

    /// With a body that is JSON already.
    pub(super) fn raw(self, body: Vec<u8>) -> Self {
        Self { body: Some(body), ..self }
    }

    pub(super) fn request(&self, token: Option<&Zeroizing<String>>) -> CloudRequest {
        let (method, path, body) = (self.method, self.path.clone(), self.body.clone());
        CloudRequest { method, path, token: token.cloned(), body }
    }
}

pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, CloudError> {
    serde_json::from_slice(body).map_err(|_| CloudError::Unreadable)
}
