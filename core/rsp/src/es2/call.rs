use super::{
    BadRequest, CancelOrderRequest, ConfirmOrderRequest, DownloadOrderRequest, Function,
    HandleDownloadProgressInfoRequest, ReleaseProfileRequest, Request,
};
use crate::json::RequestHeader;

/// A call of any function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// See [`DownloadOrderRequest`].
    DownloadOrder(DownloadOrderRequest),
    /// See [`ConfirmOrderRequest`].
    ConfirmOrder(ConfirmOrderRequest),
    /// See [`CancelOrderRequest`].
    CancelOrder(CancelOrderRequest),
    /// See [`ReleaseProfileRequest`].
    ReleaseProfile(ReleaseProfileRequest),
    /// See [`HandleDownloadProgressInfoRequest`].
    HandleDownloadProgressInfo(Box<HandleDownloadProgressInfoRequest>),
}

impl Call {
    /// Reads the body of a call of `function`.
    ///
    /// # Errors
    /// As [`Request::decode`].
    pub fn decode(function: Function, body: &[u8]) -> Result<Self, BadRequest> {
        Ok(match function {
            Function::DownloadOrder => Self::DownloadOrder(Request::decode(body)?),
            Function::ConfirmOrder => Self::ConfirmOrder(Request::decode(body)?),
            Function::CancelOrder => Self::CancelOrder(Request::decode(body)?),
            Function::ReleaseProfile => Self::ReleaseProfile(Request::decode(body)?),
            Function::HandleDownloadProgressInfo => Self::HandleDownloadProgressInfo(Box::new(Request::decode(body)?)),
        })
    }

    /// The function that is called.
    #[must_use]
    pub const fn function(&self) -> Function {
        match self {
            Self::DownloadOrder(_) => Function::DownloadOrder,
            Self::ConfirmOrder(_) => Function::ConfirmOrder,
            Self::CancelOrder(_) => Function::CancelOrder,
            Self::ReleaseProfile(_) => Function::ReleaseProfile,
            Self::HandleDownloadProgressInfo(_) => Function::HandleDownloadProgressInfo,
        }
    }

    /// Who calls, and the name of the call.
    #[must_use]
    pub fn header(&self) -> &RequestHeader {
        match self {
            Self::DownloadOrder(request) => request.header(),
            Self::ConfirmOrder(request) => request.header(),
            Self::CancelOrder(request) => request.header(),
            Self::ReleaseProfile(request) => request.header(),
            Self::HandleDownloadProgressInfo(request) => request.header(),
        }
    }

    /// The body.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::DownloadOrder(request) => request.encode(),
            Self::ConfirmOrder(request) => request.encode(),
            Self::CancelOrder(request) => request.encode(),
            Self::ReleaseProfile(request) => request.encode(),
            Self::HandleDownloadProgressInfo(request) => request.encode(),
        }
    }
}
