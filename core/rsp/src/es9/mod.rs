//! LPA ↔ SM-DP+: the functions of ES9+, a file each, in the ASN.1 binding (SGP.22 §5.6, §6.6): [`Request`] and
//! [`Response`] are what travels, over any link; [`json`] is the other binding of the same.
//!
//! A refusal is the INTEGER that the ASN.1 has for it. Where the subject and reason codes say more than that number,
//! they ride behind it over links of our own (tag FE: 80 subject, 81 reason; [`Response::encode_with_status`]), for readers that
//! know of it.

mod authenticate_client;
mod cancel_session;
mod function;
mod get_bound_profile_package;
mod handle_notification;
mod initiate_authentication;
pub mod json;
mod refused;
mod request;
mod response;

pub use authenticate_client::{
    AuthenticateClientError, AuthenticateClientOk, AuthenticateClientOkRpm, AuthenticateClientRequest,
    AuthenticateClientResponse,
};
pub use cancel_session::{CancelSessionError, CancelSessionRequestEs9, CancelSessionResponseEs9};
pub use function::Function;
pub use get_bound_profile_package::{
    GetBoundProfilePackageError, GetBoundProfilePackageOk, GetBoundProfilePackageRequest,
    GetBoundProfilePackageResponse,
};
pub use handle_notification::HandleNotification;
pub use initiate_authentication::{
    InitiateAuthenticationError, InitiateAuthenticationOk, InitiateAuthenticationRequest,
    InitiateAuthenticationResponse,
};
pub use refused::{ErrorCode, Refused};
pub use request::Request;
pub use response::Response;
