use super::{
    AuthenticateClientRequest, CancelSessionRequestEs9, GetBoundProfilePackageRequest, HandleNotification,
    InitiateAuthenticationRequest,
};
use crate::message::{Message, MessageError};
use tlv::Writer;

/// `RemoteProfileProvisioningRequest`, A2: what an LPA sends to an SM-DP+.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// BF39.
    InitiateAuthentication(InitiateAuthenticationRequest),
    /// BF3B.
    AuthenticateClient(AuthenticateClientRequest),
    /// BF3A.
    GetBoundProfilePackage(GetBoundProfilePackageRequest),
    /// BF3D.
    HandleNotification(HandleNotification),
    /// BF41.
    CancelSession(CancelSessionRequestEs9),
}

impl Request {
    /// Reads exactly one request.
    ///
    /// # Errors
    /// [`MessageError`] if it is malformed or a function that is not known.
    pub fn decode(input: &[u8]) -> Result<Self, MessageError> {
        let object = tlv::parse_one(input, 0xA2)?.children().next()?.ok_or(tlv::Error::Truncated)?;
        Ok(match object.tag.0 {
            0xBF39 => Self::InitiateAuthentication(Message::decode_tlv(&object)?),
            0xBF3B => Self::AuthenticateClient(Message::decode_tlv(&object)?),
            0xBF3A => Self::GetBoundProfilePackage(Message::decode_tlv(&object)?),
            0xBF3D => Self::HandleNotification(Message::decode_tlv(&object)?),
            0xBF41 => Self::CancelSession(Message::decode_tlv(&object)?),
            _ => return Err(MessageError::Choice { what: "RemoteProfileProvisioningRequest", found: object.tag }),
        })
    }

    /// DER.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let inner = match self {
            Self::InitiateAuthentication(request) => request.encode(),
            Self::AuthenticateClient(request) => request.encode(),
            Self::GetBoundProfilePackage(request) => request.encode(),
            Self::HandleNotification(request) => request.encode(),
            Self::CancelSession(request) => request.encode(),
        };
        Writer::build(|w| w.put(0xA2u32, &inner))
    }
}
