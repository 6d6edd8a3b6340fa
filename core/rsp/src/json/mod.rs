//! What the JSON bindings of ES2+ and ES9+ have in common: the headers of requests and responses (SGP.22 §6.5.1), and values.
//!
//! Reading skips members that it does not know; writing leaves out what is not there.

mod execution_status;
mod header;
pub(crate) mod text;

pub use execution_status::{ExecutionStatus, FunctionExecutionStatus, StatusCodeData};
pub use header::{RequestHeader, ResponseHeader};
pub use text::{EidText, IccidText, NoEid, NoIccid, SecretText};
