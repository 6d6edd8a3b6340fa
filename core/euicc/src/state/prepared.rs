use super::LoadError;
use model::SecretBytes;
use rsp::TransactionId;
use tlv::{Reader, Writer};

/// A download that was prepared: its one-time key opens the package that the server will bind, or has bound, to it.
#[derive(Clone)]
pub struct Prepared {
    /// The session.
    pub transaction_id: TransactionId,
    /// otSK.EUICC.ECKA, 32 bytes.
    pub one_time_key: SecretBytes,
    /// otPK.EUICC.ECKA, uncompressed, 65 bytes.
    pub one_time_public: [u8; 65],
    /// CERT.DPpb's public key, which signs the package.
    pub binding_key: [u8; 65],
    /// The server's object identifier, content bytes.
    pub smdp_oid: Vec<u8>,
    /// The server's address: who hears of the result.
    pub server_address: String,
    /// The CI under which the eUICC proved itself, subject key identifier.
    pub ci_key_id: Vec<u8>,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Prepared({})", self.transaction_id)
    }
}

impl Prepared {
    /// Whether it belongs to this session with this server.
    pub(crate) fn is_of(&self, smdp_oid: &[u8], transaction_id: &TransactionId) -> bool {
        self.smdp_oid == smdp_oid && self.transaction_id == *transaction_id
    }

    pub(crate) fn to_record(&self) -> SecretBytes {
        // Fields of known size, and heads: the writer never grows, which would leave copies of the key behind.
        let mut w = Writer::with_capacity(256 + self.smdp_oid.len() + self.server_address.len() + self.ci_key_id.len());
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.put(0x81u32, self.one_time_key.expose());
        w.put(0x82u32, &self.one_time_public);
        w.put(0x83u32, &self.binding_key);
        w.put(0x84u32, &self.smdp_oid);
        w.text(0x85u32, &self.server_address);
        w.put(0x86u32, &self.ci_key_id);
        w.finish().into()
    }

    pub(crate) fn from_record(record: &SecretBytes) -> Result<Self, LoadError> {
        let damaged = LoadError::Damaged("prepared download");
        let reader = Reader::new(record.expose());
        (|| {
            let transaction = reader.require(0x80)?;
            Ok::<_, tlv::Error>(Self {
                transaction_id: TransactionId::new(transaction.value)
                    .map_err(|_| tlv::Error::BadValue(transaction.tag))?,
                one_time_key: reader.require(0x81)?.as_array::<32>()?.into(),
                one_time_public: reader.require(0x82)?.as_array()?,
                binding_key: reader.require(0x83)?.as_array()?,
                smdp_oid: reader.require(0x84)?.value.to_vec(),
                server_address: reader.require(0x85)?.as_str()?.to_owned(),
                ci_key_id: reader.require(0x86)?.value.to_vec(),
            })
        })()
        .map_err(|_| damaged)
    }
}
