//! Remote profile management (SGP.22 v3 §2.10, §3.7): what an SM-DP+ orders an eUICC to do with profiles, and what became of
//! it. An [`RpmPackage`] is signed for one session and goes through the LPA, which asks the user.
//!
//! - [`RpmConfiguration`], in a profile's metadata: who may manage it, and how
//! - [`RpmCommand`]s in an [`RpmPackage`] in [`SmdpSigned3`]
//! - [`LoadRpmPackageRequest`] → [`LoadRpmPackageResult`], of which the signed one is a notification

mod command;
mod configuration;
mod load_rpm_package;
mod lpr_configuration;
mod package;
mod result;
mod signed_result;

pub use command::{ListProfileInfo, ListedProfiles, RpmCommand, RpmCommandDetails};
pub use configuration::{ManagingDp, RpmConfiguration, RpmType};
pub use load_rpm_package::{LoadRpmPackageRequest, SmdpSigned3};
pub use lpr_configuration::LprConfiguration;
pub use package::{MOST_BYTES, RpmPackage};
pub use result::{
    ContactPcmpError, RpmCommandResult, RpmCommandResultData, RpmProcessingTerminated, UpdateMetadataResult,
};
pub use signed_result::{
    LoadRpmPackageErrorCodeNotSigned, LoadRpmPackageErrorCodeSigned, LoadRpmPackageResult,
    LoadRpmPackageResultDataSigned, LoadRpmPackageResultNotSigned, LoadRpmPackageResultSigned, RpmFinalResult,
};
