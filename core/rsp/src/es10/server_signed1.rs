use super::euicc_info1::read_version;
use crate::message::{Message, MessageError, SubjectKeyIdentifier, TransactionId, VersionType, named_bits};
use crate::version::{VERSION, read_version as read_written};
use model::VersionSpec;
use tlv::{Reader, Tag, Tlv, Writer};

named_bits! {
    /// What a server can do (v3).
    pub struct ServerRspCapability {
        /// CRLs stapled to messages.
        CRL_STAPLING_V3_SUPPORT = 0,
        /// Signed event lists.
        EVENT_LIST_SIGNING_V3_SUPPORT = 1,
        /// Push service.
        PUSH_SERVICE_V3_SUPPORT = 2,
        /// A session may be cancelled because names are empty.
        CANCEL_FOR_EMPTY_SPN_PN_SUPPORT = 3,
    }
}

/// v3: what the server has settled for this session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SessionContext {
    /// The version that the session is held at.
    pub server_svn: VersionType,
    /// Whether CRLs are stapled to messages.
    pub crl_stapling_v3_used: bool,
    /// The CI key for chains of v3.
    pub euicc_ci_pk_id_to_be_used_v3: Option<SubjectKeyIdentifier>,
}

/// What a server signs to prove itself (SGP.22 §5.6.1, §5.7.13): SEQUENCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerSigned1 {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// What the eUICC gave.
    pub euicc_challenge: [u8; 16],
    /// The server's address as it was asked at, port included if it was.
    pub server_address: String,
    /// What the eUICC is to sign.
    pub server_challenge: [u8; 16],
    /// v3; absent: the session is held at the eUICC's lowest version.
    pub session_context: Option<SessionContext>,
    /// v3.
    pub server_rsp_capability: Option<ServerRspCapability>,
    /// Ours: the server's version as it is written (E4), for a phone that wrote its own.
    pub written_version: Option<VersionSpec>,
}

impl SessionContext {
    fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        let body = object.children();
        Ok(Self {
            server_svn: read_version(&body.require(0x80)?)?,
            crl_stapling_v3_used: body.find(0x81)?.is_some_and(|o| o.value.iter().any(|b| *b != 0)),
            euicc_ci_pk_id_to_be_used_v3: body.find(0x82)?.map(|o| o.value.to_vec()),
        })
    }
}

impl Message for ServerSigned1 {
    const TAG: u32 = Tag::SEQUENCE.0;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            euicc_challenge: body.require(0x81)?.as_array()?,
            server_address: body.require(0x83)?.as_str()?.to_owned(),
            server_challenge: body.require(0x84)?.as_array()?,
            session_context: body.find(0xA5)?.map(|o| SessionContext::read(&o)).transpose()?,
            server_rsp_capability: body.find(0x86)?.map(|o| ServerRspCapability::read(&o)).transpose()?,
            written_version: body.find(VERSION)?.map(|o| read_written(&o)).transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.put(0x81u32, &self.euicc_challenge);
        w.text(0x83u32, &self.server_address);
        w.put(0x84u32, &self.server_challenge);
        if let Some(context) = &self.session_context {
            w.nest(0xA5u32, |w| {
                w.put(0x80u32, &context.server_svn.0);
                w.bool(0x81u32, context.crl_stapling_v3_used);
                w.put_some(0x82u32, context.euicc_ci_pk_id_to_be_used_v3.as_deref());
            });
        }
        if let Some(capability) = self.server_rsp_capability {
            capability.put(w, 0x86u32);
        }
        if let Some(version) = &self.written_version {
            w.text(VERSION, &version.to_string());
        }
    }
}
