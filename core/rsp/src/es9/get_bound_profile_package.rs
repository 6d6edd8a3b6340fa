use super::refused::{Refused, statuses};
use crate::es10::PrepareDownloadResponse;
use crate::message::{Message, MessageError, Raw, TransactionId, codes};
use tlv::{Reader, Tag, Writer};

/// ES9+.GetBoundProfilePackage, BF3A (SGP.22 §5.6.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetBoundProfilePackageRequest {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// As the eUICC wrote it.
    pub prepare_download_response: Raw<PrepareDownloadResponse>,
}

impl Message for GetBoundProfilePackageRequest {
    const TAG: u32 = 0xBF3A;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            prepare_download_response: Raw::from_tlv(&body.require(PrepareDownloadResponse::TAG)?)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        self.prepare_download_response.put(w);
    }
}

/// The package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetBoundProfilePackageOk {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// BF36, whole.
    pub bound_profile_package: Vec<u8>,
}

codes! {
    /// Why there is no package (SGP.22 §5.6.2).
    pub enum GetBoundProfilePackageError {
        /// euiccSignature2.
        EuiccSignatureInvalid = 1,
        /// A confirmation code is required.
        ConfirmationCodeMissing = 2,
        /// It is wrong.
        ConfirmationCodeRefused = 3,
        /// It was wrong too often.
        ConfirmationCodeRetriesExceeded = 4,
        /// The profile is bound to another one-time key.
        BppRebindingRefused = 5,
        /// The order's time is over.
        DownloadOrderExpired = 6,
        /// No such session.
        InvalidTransactionId = 95,
        /// v3: what was sent is not well formed.
        InvalidInputData = 124,
        /// v3: something is missing in what was sent.
        MissingInputData = 125,
        /// v3: the server can't do it now.
        FunctionProviderBusy = 126,
        /// Anything else.
        UndefinedError = 127,
    }
}

statuses! { GetBoundProfilePackageError {
    EuiccSignatureInvalid = ("8.1", "6.1"),
    ConfirmationCodeMissing = ("8.2.7", "2.2"),
    ConfirmationCodeRefused = ("8.2.7", "3.8"),
    ConfirmationCodeRetriesExceeded = ("8.2.7", "6.4"),
    BppRebindingRefused = ("8.2", "3.7"),
    DownloadOrderExpired = ("8.8.5", "4.10"),
    InvalidTransactionId = ("8.10.1", "3.9"),
} also {
} newer {
    InvalidInputData = ("1.6", "2.1"),
    MissingInputData = ("1.6", "2.1"),
    FunctionProviderBusy = ("8.8", "4.2"),
} }

/// The server's answer, BF3A.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GetBoundProfilePackageResponse {
    /// The package.
    Ok(GetBoundProfilePackageOk),
    /// None.
    Error(Refused<GetBoundProfilePackageError>),
}

impl Message for GetBoundProfilePackageResponse {
    const TAG: u32 = 0xBF3A;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => {
                let inner = choice.children();
                Ok(Self::Ok(GetBoundProfilePackageOk {
                    transaction_id: TransactionId::new(inner.require(0x80)?.value)?,
                    bound_profile_package: inner.require(0xBF36)?.raw.to_vec(),
                }))
            }
            0x81 => Ok(Self::Error(Refused::new(GetBoundProfilePackageError::read(&choice)?))),
            _ => Err(MessageError::Choice { what: "GetBoundProfilePackageResponse", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(ok) => w.nest(0xA0u32, |w| {
                w.put(0x80u32, ok.transaction_id.as_bytes());
                w.raw(&ok.bound_profile_package);
            }),
            Self::Error(refused) => refused.code.put(w, 0x81u32),
        }
    }
}
