use super::{
    AuthenticateClientResponse, CancelSessionResponseEs9, GetBoundProfilePackageResponse,
    InitiateAuthenticationResponse, Refused,
};
use crate::es11;
use crate::message::{Message, MessageError};
use crate::reason::StatusCode;
use tlv::{Reader, Writer};

/// `RemoteProfileProvisioningResponse`, A2: what an SM-DP+ answers, or an SM-DS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// BF39.
    InitiateAuthentication(InitiateAuthenticationResponse),
    /// BF3B.
    AuthenticateClient(AuthenticateClientResponse),
    /// BF3A.
    GetBoundProfilePackage(GetBoundProfilePackageResponse),
    /// BF41.
    CancelSession(CancelSessionResponseEs9),
    /// BF40: an SM-DS's answer to AuthenticateClient.
    AuthenticateClientEs11(es11::AuthenticateClientResponse),
    /// A notification was accepted: nothing is sent (SGP.22 §5.6.4).
    NotificationAccepted,
}

/// Subject and reason behind a refusal: [PRIVATE 30].
const STATUS: u32 = 0xFE;

fn read_status(body: &Reader<'_>) -> Result<Option<StatusCode>, MessageError> {
    let Some(object) = body.find(STATUS)? else { return Ok(None) };
    let (subject, reason) = (object.children().require(0x80)?, object.children().require(0x81)?);
    StatusCode::received(subject.as_str()?, reason.as_str()?)
        .map(Some)
        .ok_or(MessageError::Value { what: "statusCodeData" })
}

fn refine<C>(refused: &mut Refused<C>, status: Option<StatusCode>) {
    if let Some(status) = status {
        refused.status = status;
    }
}

impl Response {
    /// Reads exactly one response; no bytes at all are [`Response::NotificationAccepted`].
    ///
    /// # Errors
    /// [`MessageError`] if it is malformed or a function that is not known.
    pub fn decode(input: &[u8]) -> Result<Self, MessageError> {
        if input.is_empty() {
            return Ok(Self::NotificationAccepted);
        }
        let mut body = tlv::parse_one(input, 0xA2)?.children();
        let object = body.next()?.ok_or(tlv::Error::Truncated)?;
        let status = read_status(&body)?;
        let mut response = match object.tag.0 {
            0xBF39 => Self::InitiateAuthentication(Message::decode_tlv(&object)?),
            0xBF3B => Self::AuthenticateClient(Message::decode_tlv(&object)?),
            0xBF3A => Self::GetBoundProfilePackage(Message::decode_tlv(&object)?),
            0xBF41 => Self::CancelSession(Message::decode_tlv(&object)?),
            0xBF40 => Self::AuthenticateClientEs11(Message::decode_tlv(&object)?),
            _ => return Err(MessageError::Choice { what: "RemoteProfileProvisioningResponse", found: object.tag }),
        };
        match &mut response {
            Self::InitiateAuthentication(InitiateAuthenticationResponse::Error(refused)) => refine(refused, status),
            Self::AuthenticateClient(AuthenticateClientResponse::Error(refused)) => refine(refused, status),
            Self::GetBoundProfilePackage(GetBoundProfilePackageResponse::Error(refused)) => refine(refused, status),
            Self::CancelSession(CancelSessionResponseEs9::Error(refused)) => refine(refused, status),
            Self::AuthenticateClientEs11(es11::AuthenticateClientResponse::Error(refused)) => refine(refused, status),
            _ => {}
        }
        Ok(response)
    }

    /// DER, as SGP.22 has it; empty for [`Response::NotificationAccepted`].
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.written(None)
    }

    /// As [`Self::encode`], with subject and reason behind a refusal whose number says less. For links of our own: the standard
    /// has no place for it, and a strict reader takes nothing where it stands.
    #[must_use]
    pub fn encode_with_status(&self) -> Vec<u8> {
        self.written(self.extra())
    }

    fn written(&self, status: Option<&StatusCode>) -> Vec<u8> {
        let inner = match self {
            Self::InitiateAuthentication(response) => response.encode(),
            Self::AuthenticateClient(response) => response.encode(),
            Self::GetBoundProfilePackage(response) => response.encode(),
            Self::CancelSession(response) => response.encode(),
            Self::AuthenticateClientEs11(response) => response.encode(),
            Self::NotificationAccepted => return Vec::new(),
        };
        Writer::build(|w| {
            w.nest(0xA2u32, |w| {
                w.raw(&inner);
                if let Some(status) = status {
                    w.nest(STATUS, |w| {
                        w.text(0x80u32, &status.subject);
                        w.text(0x81u32, &status.reason);
                    });
                }
            });
        })
    }

    fn extra(&self) -> Option<&StatusCode> {
        match self {
            Self::InitiateAuthentication(InitiateAuthenticationResponse::Error(refused)) => refused.extra(),
            Self::AuthenticateClient(AuthenticateClientResponse::Error(refused)) => refused.extra(),
            Self::GetBoundProfilePackage(GetBoundProfilePackageResponse::Error(refused)) => refused.extra(),
            Self::CancelSession(CancelSessionResponseEs9::Error(refused)) => refused.extra(),
            Self::AuthenticateClientEs11(es11::AuthenticateClientResponse::Error(refused)) => refused.extra(),
            _ => None,
        }
    }

    /// Subject and reason if the server refused.
    #[must_use]
    pub fn refusal(&self) -> Option<&StatusCode> {
        match self {
            Self::InitiateAuthentication(InitiateAuthenticationResponse::Error(refused)) => Some(&refused.status),
            Self::AuthenticateClient(AuthenticateClientResponse::Error(refused)) => Some(&refused.status),
            Self::GetBoundProfilePackage(GetBoundProfilePackageResponse::Error(refused)) => Some(&refused.status),
            Self::CancelSession(CancelSessionResponseEs9::Error(refused)) => Some(&refused.status),
            Self::AuthenticateClientEs11(es11::AuthenticateClientResponse::Error(refused)) => Some(&refused.status),
            _ => None,
        }
    }
}
