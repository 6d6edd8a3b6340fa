use super::EventEntry;
use crate::es9::{ErrorCode, Refused};
use crate::message::{Message, MessageError, TransactionId, codes};
use crate::reason::StatusCode;
use tlv::{Reader, Tag, Writer};

/// The events of the eUICC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticateClientOk {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// None at all is an answer too.
    pub event_entries: Vec<EventEntry>,
}

const EVENT_ENTRIES: u32 = 0xA1;

impl Message for AuthenticateClientOk {
    const TAG: u32 = 0xA0;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let mut event_entries = Vec::new();
        let mut list = body.require(EVENT_ENTRIES)?.children();
        while let Some(entry) = list.next()? {
            // What is no event here belongs to a newer version.
            if entry.tag == Tag::SEQUENCE {
                event_entries.push(EventEntry::decode_tlv(&entry)?);
            }
        }
        Ok(Self { transaction_id: TransactionId::new(body.require(0x80)?.value)?, event_entries })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.nest(EVENT_ENTRIES, |w| {
            for entry in &self.event_entries {
                w.raw(&entry.encode());
            }
        });
    }
}

codes! {
    /// Why an SM-DS does not take an eUICC, or has no such event (SGP.22 §5.8.2).
    pub enum AuthenticateClientError {
        /// CERT.EUM or its chain.
        EumCertificateInvalid = 1,
        /// CERT.EUM is outside of its time.
        EumCertificateExpired = 2,
        /// CERT.EUICC.
        EuiccCertificateInvalid = 3,
        /// CERT.EUICC is outside of its time.
        EuiccCertificateExpired = 4,
        /// euiccSignature1, or what it covers is not this session's.
        EuiccSignatureInvalid = 5,
        /// No event of this id for this eUICC.
        EventIdUnknown = 6,
        /// No such session.
        InvalidTransactionId = 7,
        /// Anything else.
        UndefinedError = 127,
    }
}

/// The pairs beside the numbers. That of anything else is the SM-DS's execution error.
const PAIRS: [(AuthenticateClientError, StatusCode); 7] = [
    (AuthenticateClientError::EumCertificateInvalid, StatusCode::new("8.1.2", "6.1")),
    (AuthenticateClientError::EumCertificateExpired, StatusCode::new("8.1.2", "6.3")),
    (AuthenticateClientError::EuiccCertificateInvalid, StatusCode::new("8.1.3", "6.1")),
    (AuthenticateClientError::EuiccCertificateExpired, StatusCode::new("8.1.3", "6.3")),
    (AuthenticateClientError::EuiccSignatureInvalid, StatusCode::new("8.1", "6.1")),
    (AuthenticateClientError::EventIdUnknown, StatusCode::new("8.9.5", "3.9")),
    (AuthenticateClientError::InvalidTransactionId, StatusCode::new("8.10.1", "3.9")),
];

impl ErrorCode for AuthenticateClientError {
    fn status(self) -> StatusCode {
        let own = PAIRS.into_iter().find(|(code, _)| *code == self);
        own.map_or(StatusCode::new("8.9", "4.2"), |(_, status)| status)
    }

    fn from_status(status: &StatusCode) -> Self {
        PAIRS.into_iter().find(|(_, own)| own == status).map_or(Self::UndefinedError, |(code, _)| code)
    }
}

/// The SM-DS's answer, BF40.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthenticateClientResponse {
    /// The events.
    Ok(AuthenticateClientOk),
    /// It refuses.
    Error(Refused<AuthenticateClientError>),
}

impl Message for AuthenticateClientResponse {
    const TAG: u32 = 0xBF40;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => Ok(Self::Ok(Message::decode_tlv(&choice)?)),
            0x81 => Ok(Self::Error(Refused::new(AuthenticateClientError::read(&choice)?))),
            _ => Err(MessageError::Choice { what: "AuthenticateClientResponseEs11", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(ok) => w.nest(0xA0u32, |w| ok.write(w)),
            Self::Error(refused) => refused.code.put(w, 0x81u32),
        }
    }
}
