use super::empty_request::empty_request;
use crate::message::{Message, MessageError, SubjectKeyIdentifier, VersionType, named_bits};
use tlv::{Reader, Tag, Tlv, Writer};

empty_request! {
    /// ES10b.GetEUICCInfo1, BF20 (SGP.22 §5.7.8).
    GetEuiccInfo1Request = 0xBF20
}

named_bits! {
    /// What an eUICC can do in remote provisioning (`RspCapability`, in v3 `EuiccRspCapability`).
    pub struct EuiccRspCapability {
        /// At least one more profile can be installed.
        ADDITIONAL_PROFILE = 0,
        /// CRLs can be loaded.
        LOAD_CRL_SUPPORT = 1,
        /// Remote profile management.
        RPM_SUPPORT = 2,
        /// Test profiles.
        TEST_PROFILE_SUPPORT = 3,
        /// DeviceInfo may hold fields that this eUICC does not know.
        DEVICE_INFO_EXTENSIBILITY_SUPPORT = 4,
        /// Profiles whose content is managed through a proxy in the LPA (v3).
        LPA_PROXY_SUPPORT = 8,
        /// CRLs stapled to messages (v3).
        CRL_STAPLING_V3_SUPPORT = 15,
        /// Certificate chains of other shapes (v3).
        CERT_CHAIN_V3_VERIFICATION_SUPPORT = 16,
        /// Signed answers of an SM-DS (v3).
        SIGNED_SMDS_RESPONSE_V3_SUPPORT = 17,
        /// This capability stands in EUICCInfo1 too (v3).
        EUICC_RSP_CAP_IN_INFO1 = 18,
    }
}

/// What an eUICC tells a server that it does not trust yet, BF20 (SGP.22 §5.7.8; v3 fields optional).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EuiccInfo1 {
    /// The lowest version supported; of a v2 eUICC (`svn`) the only one. Every server reads this one.
    pub lowest_svn: VersionType,
    /// CI keys against which the eUICC verifies servers.
    pub euicc_ci_pk_id_list_for_verification: Vec<SubjectKeyIdentifier>,
    /// CI keys under which the eUICC has a certificate.
    pub euicc_ci_pk_id_list_for_signing: Vec<SubjectKeyIdentifier>,
    /// The same for chains of v3.
    pub euicc_ci_pk_id_list_for_signing_v3: Vec<SubjectKeyIdentifier>,
    /// v3.
    pub euicc_rsp_capability: Option<EuiccRspCapability>,
    /// v3: the highest version supported. Servers of v2 skip it.
    pub highest_svn: Option<VersionType>,
}

pub(super) fn read_version(object: &Tlv<'_>) -> Result<VersionType, MessageError> {
    Ok(VersionType(object.as_array()?))
}

pub(super) fn read_key_ids(list: Option<Tlv<'_>>) -> Result<Vec<SubjectKeyIdentifier>, MessageError> {
    let mut ids = Vec::new();
    if let Some(list) = list {
        let mut items = list.children();
        while let Some(item) = items.next()? {
            ids.push(item.expect_tag(Tag::OCTET_STRING)?.value.to_vec());
        }
    }
    Ok(ids)
}

pub(super) fn put_key_ids(w: &mut Writer, tag: u32, ids: &[SubjectKeyIdentifier]) {
    w.nest(tag, |w| ids.iter().for_each(|id| w.put(Tag::OCTET_STRING, id)));
}

impl Message for EuiccInfo1 {
    const TAG: u32 = 0xBF20;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            lowest_svn: read_version(&body.require(0x82)?)?,
            euicc_ci_pk_id_list_for_verification: read_key_ids(Some(body.require(0xA9)?))?,
            euicc_ci_pk_id_list_for_signing: read_key_ids(Some(body.require(0xAA)?))?,
            euicc_ci_pk_id_list_for_signing_v3: read_key_ids(body.find(0xB1)?)?,
            euicc_rsp_capability: body.find(0x88)?.map(|o| EuiccRspCapability::read(&o)).transpose()?,
            highest_svn: body.find(0x93)?.map(|o| read_version(&o)).transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x82u32, &self.lowest_svn.0);
        put_key_ids(w, 0xA9, &self.euicc_ci_pk_id_list_for_verification);
        put_key_ids(w, 0xAA, &self.euicc_ci_pk_id_list_for_signing);
        if !self.euicc_ci_pk_id_list_for_signing_v3.is_empty() {
            put_key_ids(w, 0xB1, &self.euicc_ci_pk_id_list_for_signing_v3);
        }
        if let Some(capability) = self.euicc_rsp_capability {
            capability.put(w, 0x88u32);
        }
        w.put_some(0x93u32, self.highest_svn.as_ref().map(|v| &v.0[..]));
    }
}
