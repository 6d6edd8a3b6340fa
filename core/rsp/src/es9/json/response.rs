use super::{
    JsonError,
    member::{base64, message, object, of_signature, signature, transaction_id, value},
    request::json,
};
use crate::{
    es9::{
        AuthenticateClientOk, AuthenticateClientOkRpm, AuthenticateClientResponse, CancelSessionResponseEs9, Function,
        GetBoundProfilePackageOk, GetBoundProfilePackageResponse, InitiateAuthenticationOk,
        InitiateAuthenticationResponse, Refused, Response,
    },
    es11::{self, EventEntry},
    json::ResponseHeader,
    reason::StatusCode,
};
use serde::{
    Deserialize, Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use tlv::{Tag, Writer};

/// A server that gives no codes with its refusal is taken to say: the function, unknown (SGP.22 §5.2.6).
const NO_CODES: StatusCode = StatusCode::new("1.6", "4.2");

#[derive(Serialize)]
struct Answer<'a, M> {
    header: &'a ResponseHeader,
    #[serde(flatten)]
    members: M,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    header: Option<ResponseHeader>,
    /// There in the answers of an SM-DS alone.
    event_entries: Option<IgnoredAny>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Initiated {
    transaction_id: String,
    server_signed1: String,
    server_signature1: String,
    // v3 has a longer name for it.
    #[serde(rename = "euiccCiPKIdToBeUsed", alias = "euiccCiPKIdentifierToBeUsed")]
    euicc_ci_pk_id_to_be_used: String,
    server_certificate: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Offered {
    transaction_id: String,
    profile_metadata: String,
    smdp_signed2: String,
    smdp_signature2: String,
    smdp_certificate: String,
}

/// The members' names are those of the ASN.1 (v3); no source but that for the JSON binding.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Commanded {
    transaction_id: String,
    smdp_signed3: String,
    smdp_signature3: String,
}

/// Which of the two an answer to AuthenticateClient is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Either {
    smdp_signed3: Option<serde::de::IgnoredAny>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bound {
    transaction_id: String,
    bound_profile_package: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    transaction_id: String,
    event_entries: Vec<EventEntry>,
}

#[derive(Serialize)]
struct Nothing {}

impl Response {
    /// The body; empty for a notification's answer, which is an HTTP status alone (204).
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let success = ResponseHeader::success();
        if let Some(status) = self.refusal() {
            return json(&Answer { header: &ResponseHeader::failed(status), members: Nothing {} });
        }
        match self {
            Self::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) => {
                let members = Initiated {
                    transaction_id: ok.transaction_id.to_string(),
                    server_signed1: base64(ok.server_signed1.raw()),
                    server_signature1: of_signature(&ok.server_signature1),
                    euicc_ci_pk_id_to_be_used: base64(&Writer::build(|w| {
                        w.put(Tag::OCTET_STRING, &ok.euicc_ci_pk_id_to_be_used);
                    })),
                    server_certificate: base64(&ok.server_certificate),
                };
                json(&Answer { header: &success, members })
            }
            Self::AuthenticateClient(AuthenticateClientResponse::Ok(ok)) => {
                let members = Offered {
                    transaction_id: ok.transaction_id.to_string(),
                    profile_metadata: base64(ok.profile_metadata.raw()),
                    smdp_signed2: base64(ok.smdp_signed2.raw()),
                    smdp_signature2: of_signature(&ok.smdp_signature2),
                    smdp_certificate: base64(&ok.smdp_certificate),
                };
                json(&Answer { header: &success, members })
            }
            Self::AuthenticateClient(AuthenticateClientResponse::Rpm(ok)) => {
                let members = Commanded {
                    transaction_id: ok.transaction_id.to_string(),
                    smdp_signed3: base64(ok.smdp_signed3.raw()),
                    smdp_signature3: of_signature(&ok.smdp_signature3),
                };
                json(&Answer { header: &success, members })
            }
            Self::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(ok)) => {
                let members = Bound {
                    transaction_id: ok.transaction_id.to_string(),
                    bound_profile_package: base64(&ok.bound_profile_package),
                };
                json(&Answer { header: &success, members })
            }
            Self::AuthenticateClientEs11(es11::AuthenticateClientResponse::Ok(ok)) => {
                let members =
                    Found { transaction_id: ok.transaction_id.to_string(), event_entries: ok.event_entries.clone() };
                json(&Answer { header: &success, members })
            }
            Self::NotificationAccepted => Vec::new(),
            // Of a cancellation there is nothing to tell; refusals are told above.
            _ => json(&Answer { header: &success, members: Nothing {} }),
        }
    }

    /// Reads the answer of `function`. A server that leaves the header out of a success is understood too.
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn from_json(function: Function, body: &[u8]) -> Result<Self, JsonError> {
        if function == Function::HandleNotification {
            return Ok(Self::NotificationAccepted);
        }
        let head: Head = serde_json::from_slice(body)?;
        let status = head.header.map(|header| header.function_execution_status);
        if let Some(status) = status.filter(|status| !status.status.is_executed()) {
            let code = status.status_code_data.and_then(|data| data.status()).unwrap_or(NO_CODES);
            return Ok(refused(function, code));
        }
        Ok(match function {
            Function::InitiateAuthentication => {
                Self::InitiateAuthentication(InitiateAuthenticationResponse::Ok(Box::new(initiated(body)?)))
            }
            Function::AuthenticateClient if head.event_entries.is_some() => {
                let from: Found = members(body)?;
                Self::AuthenticateClientEs11(es11::AuthenticateClientResponse::Ok(es11::AuthenticateClientOk {
                    transaction_id: transaction_id(&from.transaction_id)?,
                    event_entries: from.event_entries,
                }))
            }
            Function::AuthenticateClient => Self::AuthenticateClient(match members::<Either>(body)?.smdp_signed3 {
                Some(_) => AuthenticateClientResponse::Rpm(Box::new(commanded(body)?)),
                None => AuthenticateClientResponse::Ok(Box::new(offered(body)?)),
            }),
            Function::GetBoundProfilePackage => {
                let from: Bound = members(body)?;
                Self::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(GetBoundProfilePackageOk {
                    transaction_id: transaction_id(&from.transaction_id)?,
                    bound_profile_package: object("boundProfilePackage", Tag(0xBF36), &from.bound_profile_package)?,
                }))
            }
            Function::CancelSession => Self::CancelSession(CancelSessionResponseEs9::Ok),
            Function::HandleNotification => Self::NotificationAccepted,
        })
    }
}

/// A refusal of `function`.
fn refused(function: Function, status: StatusCode) -> Response {
    match function {
        Function::InitiateAuthentication => {
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(Refused::from_status(status)))
        }
        Function::AuthenticateClient => {
            Response::AuthenticateClient(AuthenticateClientResponse::Error(Refused::from_status(status)))
        }
        Function::GetBoundProfilePackage => {
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Error(Refused::from_status(status)))
        }
        Function::CancelSession => {
            Response::CancelSession(CancelSessionResponseEs9::Error(Refused::from_status(status)))
        }
        Function::HandleNotification => Response::NotificationAccepted,
    }
}

fn initiated(body: &[u8]) -> Result<InitiateAuthenticationOk, JsonError> {
    let from: Initiated = members(body)?;
    Ok(InitiateAuthenticationOk {
        transaction_id: transaction_id(&from.transaction_id)?,
        server_signed1: message("serverSigned1", &from.server_signed1)?,
        server_signature1: signature("serverSignature1", &from.server_signature1)?,
        euicc_ci_pk_id_to_be_used: value("euiccCiPKIdToBeUsed", Tag::OCTET_STRING, &from.euicc_ci_pk_id_to_be_used)?,
        server_certificate: object("serverCertificate", Tag::SEQUENCE, &from.server_certificate)?,
    })
}

fn offered(body: &[u8]) -> Result<AuthenticateClientOk, JsonError> {
    let from: Offered = members(body)?;
    Ok(AuthenticateClientOk {
        transaction_id: transaction_id(&from.transaction_id)?,
        profile_metadata: message("profileMetadata", &from.profile_metadata)?,
        smdp_signed2: message("smdpSigned2", &from.smdp_signed2)?,
        smdp_signature2: signature("smdpSignature2", &from.smdp_signature2)?,
        smdp_certificate: object("smdpCertificate", Tag::SEQUENCE, &from.smdp_certificate)?,
    })
}

fn commanded(body: &[u8]) -> Result<AuthenticateClientOkRpm, JsonError> {
    let from: Commanded = members(body)?;
    Ok(AuthenticateClientOkRpm {
        transaction_id: transaction_id(&from.transaction_id)?,
        smdp_signed3: message("smdpSigned3", &from.smdp_signed3)?,
        smdp_signature3: signature("smdpSignature3", &from.smdp_signature3)?,
    })
}

fn members<M: DeserializeOwned>(body: &[u8]) -> Result<M, JsonError> {
    Ok(serde_json::from_slice(body)?)
}
