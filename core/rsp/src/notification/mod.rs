//! What an eUICC tells servers about its profiles, signed (SGP.22 §3.5, §5.7.9, §5.7.10).

mod installation_result;
mod metadata;
mod other;
mod pending;

pub use installation_result::{
    BppCommandId, ErrorReason, FinalResult, ProfileInstallationResult, ProfileInstallationResultData,
};
pub use metadata::NotificationMetadata;
pub use other::OtherSignedNotification;
pub use pending::PendingNotification;
