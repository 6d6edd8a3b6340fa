use super::RpmCommandResult;
use crate::crypto::{BadSignature, verify};
use crate::message::{Message, MessageError, PublicKey, Raw, Signature, TransactionId};
use crate::message::{codes, put_signature, read_signature};
use crate::notification::NotificationMetadata;
use crate::unsigned::Unsigned;
use tlv::{Reader, Tag, Writer};

codes! {
    /// Why a package was not carried out, where the session's server is known.
    pub enum LoadRpmPackageErrorCodeSigned {
        /// smdpSignature3.
        InvalidSignature = 2,
        /// The package is of another session.
        InvalidTransactionId = 5,
        /// Anything else.
        UndefinedError = 127,
    }
}

codes! {
    /// Why a package was not carried out, and nothing can be signed.
    pub enum LoadRpmPackageErrorCodeNotSigned {
        /// No server has proven itself.
        NoSession = 4,
        /// Anything else.
        UndefinedError = 127,
    }
}

/// What became of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RpmFinalResult {
    /// A result for each command up to the last one that was looked at.
    Executed(Vec<RpmCommandResult>),
    /// None was.
    Error(LoadRpmPackageErrorCodeSigned),
}

/// The signed part: SEQUENCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadRpmPackageResultDataSigned {
    /// Of the session that delivered the package.
    pub transaction_id: TransactionId,
    /// The notification this is.
    pub notification_metadata: NotificationMetadata,
    /// OBJECT IDENTIFIER of the SM-DP+ as in CERT.DPauth, content bytes.
    pub smdp_oid: Vec<u8>,
    /// What became of it.
    pub final_result: RpmFinalResult,
}

impl Message for LoadRpmPackageResultDataSigned {
    const TAG: u32 = Tag::SEQUENCE.0;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.require(0xA2)?.children().next()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        let final_result = match choice.tag.0 {
            0xA0 => {
                let (mut items, mut results) = (choice.children(), Vec::new());
                while let Some(item) = items.next()? {
                    results.push(RpmCommandResult::read(&item)?);
                }
                RpmFinalResult::Executed(results)
            }
            0x81 => RpmFinalResult::Error(LoadRpmPackageErrorCodeSigned::read(&choice)?),
            _ => return Err(MessageError::Choice { what: "finalResult", found: choice.tag }),
        };
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            notification_metadata: NotificationMetadata::decode_tlv(&body.require(NotificationMetadata::TAG)?)?,
            smdp_oid: body.require(Tag::OID)?.value.to_vec(),
            final_result,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.raw(&self.notification_metadata.encode());
        w.put(Tag::OID, &self.smdp_oid);
        w.nest(0xA2u32, |w| match &self.final_result {
            RpmFinalResult::Executed(results) => w.nest(0xA0u32, |w| results.iter().for_each(|result| result.put(w))),
            RpmFinalResult::Error(code) => code.put(w, 0x81u32),
        });
    }
}

/// What became of a package, signed by the eUICC; as a notification it stands under A1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadRpmPackageResultSigned {
    /// The signed part.
    pub data: Raw<LoadRpmPackageResultDataSigned>,
    /// Over `data`'s bytes.
    pub euicc_sign_rpr: Signature,
}

impl LoadRpmPackageResultSigned {
    /// The result but for the eUICC's signature.
    pub fn unsigned(data: LoadRpmPackageResultDataSigned) -> Unsigned<Self> {
        let data = Raw::new(data);
        Unsigned::new(data.raw().to_vec(), move |euicc_sign_rpr| Self { data, euicc_sign_rpr })
    }

    /// Checks the eUICC's signature.
    ///
    /// # Errors
    /// [`BadSignature`] if it was not made with the private half of `euicc_key` over these bytes.
    pub fn verify(&self, euicc_key: &PublicKey) -> Result<(), BadSignature> {
        verify(euicc_key, self.data.raw(), &self.euicc_sign_rpr)
    }
}

impl Message for LoadRpmPackageResultSigned {
    const TAG: u32 = 0xA1;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            data: Raw::from_tlv(&body.require(Tag::SEQUENCE)?)?,
            euicc_sign_rpr: read_signature(&body.require(0x5F37)?)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        self.data.put(w);
        put_signature(w, &self.euicc_sign_rpr);
    }
}

/// That nothing was carried out, unsigned: SEQUENCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadRpmPackageResultNotSigned {
    /// As the package has it.
    pub transaction_id: TransactionId,
    /// Why.
    pub error: LoadRpmPackageErrorCodeNotSigned,
}

/// The eUICC's answer, BF44.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadRpmPackageResult {
    /// For the server; the same is kept as a notification.
    Signed(LoadRpmPackageResultSigned),
    /// For the LPA.
    NotSigned(LoadRpmPackageResultNotSigned),
}

impl Message for LoadRpmPackageResult {
    const TAG: u32 = 0xBF44;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => Ok(Self::Signed(Message::decode_tlv(&choice)?)),
            0xA1 => {
                let inner = choice.children();
                Ok(Self::NotSigned(LoadRpmPackageResultNotSigned {
                    transaction_id: TransactionId::new(inner.require(0x80)?.value)?,
                    error: LoadRpmPackageErrorCodeNotSigned::read(&inner.require(Tag::INTEGER)?)?,
                }))
            }
            _ => Err(MessageError::Choice { what: "LoadRpmPackageResult", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Signed(signed) => w.nest(0xA0u32, |w| signed.write(w)),
            Self::NotSigned(result) => w.nest(0xA1u32, |w| {
                w.put(0x80u32, result.transaction_id.as_bytes());
                result.error.put(w, Tag::INTEGER);
            }),
        }
    }
}
