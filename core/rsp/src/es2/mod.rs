//! Operator ↔ SM-DP+: the functions of ES2+, a file each, in the JSON binding (SGP.22 §5.3, §6.5.2). Four are the operator's
//! to call; HandleDownloadProgressInfo is the SM-DP+'s.
//!
//! Reading is lenient: members that are not known are skipped, an empty text is as good as none, an ICCID may be padded.
//! Writing has one form.

mod call;
mod cancel_order;
mod confirm_order;
mod download_order;
mod function;
mod handle_download_progress_info;
mod release_profile;

pub use call::Call;
pub use cancel_order::{CancelOrderRequest, CancelOrderResponse, FinalProfileStatus};
pub use confirm_order::{ConfirmOrderRequest, ConfirmOrderResponse};
pub use download_order::{DownloadOrderRequest, DownloadOrderResponse};
pub use function::Function;
pub use handle_download_progress_info::{HandleDownloadProgressInfoRequest, NotificationPoint};
pub use release_profile::{ReleaseProfileRequest, ReleaseProfileResponse};

use crate::json::RequestHeader;
use serde::{Serialize, de::DeserializeOwned};

/// The path before the name of a function.
pub const PATH: &str = "/gsma/rsp2/es2plus/";

/// A request of ES2+, or of another interface of its kind (ES12).
pub trait Request: Serialize + DeserializeOwned {
    /// The function's name, the last part of its path.
    const FUNCTION: &'static str;

    /// Who asks, and the name of the call.
    fn header(&self) -> &RequestHeader;

    /// Reads a body.
    ///
    /// # Errors
    /// [`BadRequest`] if it is not well-formed JSON, or a mandatory member is missing or malformed.
    fn decode(body: &[u8]) -> Result<Self, BadRequest> {
        serde_json::from_slice(body).map_err(|error| BadRequest { what: error.to_string() })
    }

    /// The body.
    #[must_use]
    fn encode(&self) -> Vec<u8> {
        // Maps have text keys, and secrets came in as text: nothing here can fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// A body is not this function's request. Sending it again won't help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the request does not read: {what}")]
pub struct BadRequest {
    /// What is wrong, and where.
    pub what: String,
}

impl BadRequest {
    /// Whether the same body may be taken later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do about it, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Compare the call with SGP.22 §5.3; the program that made it is to be mended."
    }
}
