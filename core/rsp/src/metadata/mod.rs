//! What an operator says about a profile (StoreMetadata) and what an eUICC says about the profiles it holds
//! (ProfileInfo): SGP.22 §4.4, §5.5.3, §5.7.15.

mod configure_isdp;
mod kinds;
mod notification_configuration;
mod operator;
mod profile_info;
mod store_metadata;
mod update_metadata;
mod vendor_specific;

pub use configure_isdp::{ConfigureIsdpRequest, DpProprietaryData};
pub use kinds::{IconType, PprIds, ProfileClass, ProfileState};
pub use notification_configuration::{NotificationConfigurationInformation, NotificationEvent};
pub use operator::OperatorId;
pub use profile_info::ProfileInfo;
pub use store_metadata::StoreMetadataRequest;
pub use update_metadata::UpdateMetadataRequest;
pub use vendor_specific::{Portable, VendorSpecific};
