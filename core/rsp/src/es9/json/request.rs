use super::{
    JsonError,
    member::{base64, bytes, message, transaction_id, value},
};
use crate::{
    es9::{
        AuthenticateClientRequest, CancelSessionRequestEs9, Function, GetBoundProfilePackageRequest,
        HandleNotification, InitiateAuthenticationRequest, Request,
    },
    es10::LpaRspCapability,
    message::MessageError,
    notification::PendingNotification,
    version::{WrittenVersions, parse},
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use tlv::{Tag, Writer};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Initiate<'a> {
    #[serde(borrow)]
    euicc_challenge: Cow<'a, str>,
    #[serde(borrow)]
    euicc_info1: Cow<'a, str>,
    #[serde(borrow)]
    smdp_address: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lpa_rsp_capability: Option<String>,
    /// Ours, beside the standard's members: whoever does not know it skips it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    euicc_versions: Option<Versions>,
}

/// The versions as they are written (E4).
#[derive(Serialize, Deserialize)]
struct Versions {
    minimum: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maximum: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Authenticate<'a> {
    transaction_id: Cow<'a, str>,
    #[serde(borrow)]
    authenticate_server_response: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Package<'a> {
    transaction_id: Cow<'a, str>,
    #[serde(borrow)]
    prepare_download_response: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notification<'a> {
    #[serde(borrow)]
    pending_notification: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cancel<'a> {
    transaction_id: Cow<'a, str>,
    #[serde(borrow)]
    cancel_session_response: Cow<'a, str>,
}

impl Request {
    /// Which function it is.
    #[must_use]
    pub const fn function(&self) -> Function {
        match self {
            Self::InitiateAuthentication(_) => Function::InitiateAuthentication,
            Self::AuthenticateClient(_) => Function::AuthenticateClient,
            Self::GetBoundProfilePackage(_) => Function::GetBoundProfilePackage,
            Self::HandleNotification(_) => Function::HandleNotification,
            Self::CancelSession(_) => Function::CancelSession,
        }
    }

    /// Reads the body of `function` (SGP.22 §6.5.2).
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn from_json(function: Function, body: &[u8]) -> Result<Self, JsonError> {
        Ok(match function {
            Function::InitiateAuthentication => {
                let from: Initiate<'_> = serde_json::from_slice(body)?;
                let challenge = bytes("euiccChallenge", &from.euicc_challenge)?;
                let short = MessageError::Value { what: "euiccChallenge" };
                Self::InitiateAuthentication(InitiateAuthenticationRequest {
                    euicc_challenge: challenge
                        .try_into()
                        .map_err(|_| JsonError::Content { member: "euiccChallenge", error: short })?,
                    smdp_address: from.smdp_address.into_owned(),
                    euicc_info1: message("euiccInfo1", &from.euicc_info1)?,
                    lpa_rsp_capability: from.lpa_rsp_capability.as_deref().map(capability).transpose()?,
                    written_versions: from.euicc_versions.as_ref().map(written).transpose()?,
                })
            }
            Function::AuthenticateClient => {
                let from: Authenticate<'_> = serde_json::from_slice(body)?;
                Self::AuthenticateClient(AuthenticateClientRequest {
                    transaction_id: transaction_id(&from.transaction_id)?,
                    authenticate_server_response: message(
                        "authenticateServerResponse",
                        &from.authenticate_server_response,
                    )?,
                })
            }
            Function::GetBoundProfilePackage => {
                let from: Package<'_> = serde_json::from_slice(body)?;
                Self::GetBoundProfilePackage(GetBoundProfilePackageRequest {
                    transaction_id: transaction_id(&from.transaction_id)?,
                    prepare_download_response: message("prepareDownloadResponse", &from.prepare_download_response)?,
                })
            }
            Function::HandleNotification => {
                let from: Notification<'_> = serde_json::from_slice(body)?;
                let bytes = bytes("pendingNotification", &from.pending_notification)?;
                let pending_notification = PendingNotification::decode(&bytes)
                    .map_err(|error| JsonError::Content { member: "pendingNotification", error })?;
                Self::HandleNotification(HandleNotification { pending_notification })
            }
            Function::CancelSession => {
                let from: Cancel<'_> = serde_json::from_slice(body)?;
                Self::CancelSession(CancelSessionRequestEs9 {
                    transaction_id: transaction_id(&from.transaction_id)?,
                    cancel_session_response: message("cancelSessionResponse", &from.cancel_session_response)?,
                })
            }
        })
    }

    /// The body.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        match self {
            Self::InitiateAuthentication(request) => json(&Initiate {
                euicc_challenge: base64(&request.euicc_challenge).into(),
                euicc_info1: base64(request.euicc_info1.raw()).into(),
                smdp_address: (&*request.smdp_address).into(),
                lpa_rsp_capability: request
                    .lpa_rsp_capability
                    .map(|capability| base64(&Writer::build(|w| capability.put(w, Tag::BIT_STRING)))),
                euicc_versions: request.written_versions.as_ref().map(|written| Versions {
                    minimum: written.minimum.to_string(),
                    maximum: written.maximum.as_ref().map(ToString::to_string),
                }),
            }),
            Self::AuthenticateClient(request) => json(&Authenticate {
                transaction_id: request.transaction_id.to_string().into(),
                authenticate_server_response: base64(request.authenticate_server_response.raw()).into(),
            }),
            Self::GetBoundProfilePackage(request) => json(&Package {
                transaction_id: request.transaction_id.to_string().into(),
                prepare_download_response: base64(request.prepare_download_response.raw()).into(),
            }),
            Self::HandleNotification(request) => {
                json(&Notification { pending_notification: base64(request.pending_notification.raw()).into() })
            }
            Self::CancelSession(request) => json(&Cancel {
                transaction_id: request.transaction_id.to_string().into(),
                cancel_session_response: base64(request.cancel_session_response.raw()).into(),
            }),
        }
    }
}

/// A BIT STRING; with the tag that it has in the ASN.1 binding, it is taken too.
fn capability(text: &str) -> Result<LpaRspCapability, JsonError> {
    const MEMBER: &str = "lpaRspCapability";
    let value = value(MEMBER, Tag::BIT_STRING, text).or_else(|_| value(MEMBER, Tag(0x85), text))?;
    let object = tlv::encode(Tag::BIT_STRING, &value);
    let read = || LpaRspCapability::read(&tlv::parse_one(&object, Tag::BIT_STRING)?);
    read().map_err(|error: MessageError| JsonError::Content { member: MEMBER, error })
}

fn written(versions: &Versions) -> Result<WrittenVersions, JsonError> {
    let one = |text: &String| parse(text).map_err(|error| JsonError::Content { member: "euiccVersions", error });
    Ok(WrittenVersions { minimum: one(&versions.minimum)?, maximum: versions.maximum.as_ref().map(one).transpose()? })
}

pub(super) fn json(members: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(members).expect("members are text, and maps have keys of text")
}
