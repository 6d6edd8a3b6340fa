//! LPA ↔ eUICC: the functions of ES10a, ES10b and ES10c, a file each (SGP.22 §5.7). All of them travel as STORE DATA
//! ([`crate::apdu`]); [`Command`] tells an eUICC which one came.
//!
//! | interface | functions |
//! |---|---|
//! | ES10a | GetEuiccConfiguredAddresses BF3C, SetDefaultDpAddress BF3F |
//! | ES10b | GetEUICCChallenge BF2E, GetEUICCInfo BF20/BF22, AuthenticateServer BF38, PrepareDownload BF21, LoadBoundProfilePackage BF36, CancelSession BF41, LpaeActivation BF42, ListNotification BF28, RetrieveNotificationsList BF2B, RemoveNotificationFromList BF30, GetRAT BF43 |
//! | ES10c | GetProfilesInfo BF2D, EnableProfile BF31, DisableProfile BF32, DeleteProfile BF33, eUICCMemoryReset BF34, GetEID BF3E, SetNickname BF29 |

mod authenticate_server;
mod cancel_session;
mod command;
mod configured_addresses;
mod ctx_params1;
mod delete_profile;
mod device_info;
mod disable_profile;
mod eid;
mod empty_request;
mod enable_profile;
mod euicc_challenge;
mod euicc_info1;
mod euicc_info2;
mod list_notification;
mod lpae_activation;
mod memory_reset;
mod prepare_download;
mod profile_identifier;
mod profiles_info;
mod rat;
mod remove_notification;
mod retrieve_notifications;
mod server_signed1;
mod set_default_dp_address;
mod set_nickname;

pub use authenticate_server::{
    AuthenticateErrorCode, AuthenticateResponseError, AuthenticateResponseOk, AuthenticateServerRequest,
    AuthenticateServerResponse, EuiccSigned1,
};
pub use cancel_session::{
    CancelSessionErrorCode, CancelSessionReason, CancelSessionRequest, CancelSessionResponse, CancelSessionResponseOk,
    EuiccCancelSessionSigned,
};
pub use command::Command;
pub use configured_addresses::{EuiccConfiguredAddressesRequest, EuiccConfiguredAddressesResponse};
pub use ctx_params1::{CtxParams1, CtxParamsForCommonAuthentication, OperationType};
pub use delete_profile::{DeleteProfileRequest, DeleteProfileResponse, DeleteResult};
pub use device_info::{DeviceCapabilities, DeviceInfo, LpaRspCapability};
pub use disable_profile::{DisableProfileRequest, DisableProfileResponse, DisableResult};
pub use eid::{GetEuiccDataRequest, GetEuiccDataResponse};
pub use enable_profile::{EnableProfileRequest, EnableProfileResponse, EnableResult};
pub use euicc_challenge::{GetEuiccChallengeRequest, GetEuiccChallengeResponse};
pub use euicc_info1::{EuiccInfo1, EuiccRspCapability, GetEuiccInfo1Request};
pub use euicc_info2::{CertificationDataObject, EuiccCategory, EuiccInfo2, GetEuiccInfo2Request, UiccCapability};
pub use list_notification::{ListNotificationError, ListNotificationRequest, ListNotificationResponse};
pub use lpae_activation::{LpaeActivationRequest, LpaeActivationResponse, LpaeActivationResult, LpaeOption};
pub use memory_reset::{EuiccMemoryResetRequest, EuiccMemoryResetResponse, ResetOptions, ResetResult};
pub(crate) use prepare_download::read_point;
pub use prepare_download::{
    DownloadErrorCode, EuiccSigned2, PrepareDownloadRequest, PrepareDownloadResponse, PrepareDownloadResponseError,
    PrepareDownloadResponseOk, SmdpSigned2,
};
pub use profile_identifier::ProfileIdentifier;
pub use profiles_info::{ProfileInfoListError, ProfileInfoListRequest, ProfileInfoListResponse, SearchCriteria};
pub(crate) use profiles_info::{put_tags, read_tags};
pub use rat::{GetRatRequest, GetRatResponse, PprFlags, ProfilePolicyAuthorisationRule};
pub use remove_notification::{DeleteNotificationStatus, NotificationSentRequest, NotificationSentResponse};
pub use retrieve_notifications::{
    NotificationSearch, NotificationsListResultError, RetrieveNotificationsListRequest,
    RetrieveNotificationsListResponse,
};
pub use server_signed1::{ServerRspCapability, ServerSigned1, SessionContext};
pub use set_default_dp_address::{SetDefaultDpAddressRequest, SetDefaultDpAddressResponse, SetDefaultDpAddressResult};
pub use set_nickname::{SetNicknameRequest, SetNicknameResponse, SetNicknameResult};
