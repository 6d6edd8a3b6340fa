use super::refused::{Refused, statuses};
use crate::es10::CancelSessionResponse;
use crate::message::{Message, MessageError, Raw, TransactionId, codes};
use tlv::{Reader, Tag, Writer};

/// ES9+.CancelSession, BF41 (SGP.22 §5.6.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelSessionRequestEs9 {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// As the eUICC wrote it.
    pub cancel_session_response: Raw<CancelSessionResponse>,
}

impl Message for CancelSessionRequestEs9 {
    const TAG: u32 = 0xBF41;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        // Automatic tagging makes it [1]; servers are known to send and take the eUICC's BF41 unchanged.
        let response = match body.find(0xA1)? {
            Some(retagged) => Raw::decode(&tlv::encode(CancelSessionResponse::TAG, retagged.value))?,
            None => Raw::from_tlv(&body.require(CancelSessionResponse::TAG)?)?,
        };
        Ok(Self { transaction_id: TransactionId::new(body.require(0x80)?.value)?, cancel_session_response: response })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        // `raw` is one BF41 by construction of `Raw`.
        if let Ok(response) = tlv::parse_one(self.cancel_session_response.raw(), CancelSessionResponse::TAG) {
            w.put(0xA1u32, response.value);
        }
    }
}

codes! {
    /// Why a server does not cancel (SGP.22 §5.6.5).
    pub enum CancelSessionError {
        /// No such session.
        InvalidTransactionId = 1,
        /// The eUICC's signature.
        EuiccSignatureInvalid = 2,
        /// Anything else.
        UndefinedError = 127,
    }
}

statuses! { CancelSessionError {
    InvalidTransactionId = ("8.10.1", "3.9"),
    EuiccSignatureInvalid = ("8.1", "6.1"),
} also {
} newer {
} }

/// The server's answer, BF41.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CancelSessionResponseEs9 {
    /// The session is over on both sides.
    Ok,
    /// It refuses.
    Error(Refused<CancelSessionError>),
}

impl Message for CancelSessionResponseEs9 {
    const TAG: u32 = 0xBF41;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => Ok(Self::Ok),
            0x81 => Ok(Self::Error(Refused::new(CancelSessionError::read(&choice)?))),
            _ => Err(MessageError::Choice { what: "CancelSessionResponseEs9", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok => w.put(0xA0u32, &[]),
            Self::Error(refused) => refused.code.put(w, 0x81u32),
        }
    }
}
