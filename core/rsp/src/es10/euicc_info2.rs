use super::empty_request::empty_request;
use super::euicc_info1::{EuiccRspCapability, put_key_ids, read_key_ids, read_version};
use crate::message::{Message, MessageError, SubjectKeyIdentifier, VersionType, codes, named_bits};
use crate::metadata::PprIds;
use tlv::{Reader, Tag, Tlv, Writer};

empty_request! {
    /// ES10b.GetEUICCInfo2, BF22 (SGP.22 §5.7.8).
    GetEuiccInfo2Request = 0xBF22
}

named_bits! {
    /// What profiles may need of the card (TCA profile package, `ServicesList`).
    pub struct UiccCapability {
        /// Contactless.
        CONTACTLESS_SUPPORT = 0,
        /// USIM.
        USIM_SUPPORT = 1,
        /// ISIM.
        ISIM_SUPPORT = 2,
        /// CSIM.
        CSIM_SUPPORT = 3,
        /// MILENAGE.
        AKA_MILENAGE = 4,
        /// CAVE.
        AKA_CAVE = 5,
        /// TUAK with 128-bit keys.
        AKA_TUAK128 = 6,
        /// TUAK with 256-bit keys.
        AKA_TUAK256 = 7,
        /// The test algorithm of TS 34.108.
        USIM_TEST_ALGORITHM = 8,
        /// GBA for USIM.
        GBA_AUTHEN_USIM = 10,
        /// GBA for ISIM.
        GBA_AUTHEN_ISIM = 11,
        /// MBMS for USIM.
        MBMS_AUTHEN_USIM = 12,
        /// EAP client.
        EAP_CLIENT = 13,
        /// Java Card.
        JAVACARD = 14,
        /// MULTOS.
        MULTOS = 15,
        /// Several USIMs in a profile.
        MULTIPLE_USIM_SUPPORT = 16,
        /// Several ISIMs in a profile.
        MULTIPLE_ISIM_SUPPORT = 17,
        /// Several CSIMs in a profile.
        MULTIPLE_CSIM_SUPPORT = 18,
        /// BER-TLV files.
        BER_TLV_FILE_SUPPORT = 19,
        /// Linked directories.
        DF_LINK_SUPPORT = 20,
        /// CAT_TP.
        CAT_TP = 21,
        /// GET IDENTITY (TS 102 221).
        GET_IDENTITY = 22,
        /// ECIES profile A (TS 33.501).
        PROFILE_A_X25519 = 23,
        /// ECIES profile B (TS 33.501).
        PROFILE_B_P256 = 24,
        /// SUCI API (TS 31.130).
        SUCI_CALCULATOR_API = 25,
    }
}

codes! {
    /// The size of an eUICC (SGP.02).
    pub enum EuiccCategory {
        /// None of the others.
        Other0 = 0,
        /// Basic.
        Basic = 1,
        /// Medium.
        Medium = 2,
        /// Contactless.
        Contactless = 3,
    }
}

/// Where a certification can be looked up (GlobalPlatform DLOA).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificationDataObject {
    /// Platform label.
    pub platform_label: String,
    /// URL of the default registrar.
    pub discovery_base_url: String,
}

/// What an eUICC tells a server that it has authenticated, signed, BF22 (SGP.22 §5.7.8; v3 fields optional).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EuiccInfo2 {
    /// Version of the TCA profile package specification.
    pub profile_version: VersionType,
    /// The lowest version supported; of a v2 eUICC (`svn`) the only one.
    pub lowest_svn: VersionType,
    /// Of the eUICC's software.
    pub euicc_firmware_ver: VersionType,
    /// Applications and memory left (TS 102 226 §8.2.1.7.2).
    pub ext_card_resource: Vec<u8>,
    /// What profiles may need.
    pub uicc_capability: UiccCapability,
    /// Java Card API (TS 102 241).
    pub ts102241_version: Option<VersionType>,
    /// GlobalPlatform.
    pub globalplatform_version: Option<VersionType>,
    /// Remote provisioning.
    pub euicc_rsp_capability: EuiccRspCapability,
    /// CI keys against which the eUICC verifies servers.
    pub euicc_ci_pk_id_list_for_verification: Vec<SubjectKeyIdentifier>,
    /// CI keys under which the eUICC has a certificate.
    pub euicc_ci_pk_id_list_for_signing: Vec<SubjectKeyIdentifier>,
    /// Size.
    pub euicc_category: Option<EuiccCategory>,
    /// Policy rules that no profile may carry here.
    pub forbidden_profile_policy_rules: Option<PprIds>,
    /// Protection profile.
    pub pp_version: VersionType,
    /// Accreditation of the production site, at most 64 bytes.
    pub sas_acreditation_number: String,
    /// Certification.
    pub certification_data_object: Option<CertificationDataObject>,
    /// v3: further profile package versions.
    pub additional_profile_package_versions: Vec<VersionType>,
    /// v3: signing keys for chains of v3.
    pub euicc_ci_pk_id_list_for_signing_v3: Vec<SubjectKeyIdentifier>,
    /// v3: of the manufacturer's own.
    pub additional_euicc_info: Option<Vec<u8>>,
    /// v3: the highest version supported, repeated here under the eUICC's signature.
    pub highest_svn: Option<VersionType>,
}

fn read_certification(object: &Tlv<'_>) -> Result<CertificationDataObject, MessageError> {
    let body = object.children();
    Ok(CertificationDataObject {
        platform_label: body.require(0x80)?.as_str()?.to_owned(),
        discovery_base_url: body.require(0x81)?.as_str()?.to_owned(),
    })
}

fn read_versions(list: Option<Tlv<'_>>) -> Result<Vec<VersionType>, MessageError> {
    let mut versions = Vec::new();
    if let Some(list) = list {
        let mut items = list.children();
        while let Some(item) = items.next()? {
            versions.push(read_version(&item.expect_tag(Tag::OCTET_STRING)?)?);
        }
    }
    Ok(versions)
}

impl Message for EuiccInfo2 {
    const TAG: u32 = 0xBF22;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let version = |object: Tlv<'_>| read_version(&object);
        Ok(Self {
            profile_version: version(body.require(0x81)?)?,
            lowest_svn: version(body.require(0x82)?)?,
            euicc_firmware_ver: version(body.require(0x83)?)?,
            ext_card_resource: body.require(0x84)?.value.to_vec(),
            uicc_capability: UiccCapability::read(&body.require(0x85)?)?,
            ts102241_version: body.find(0x86)?.map(version).transpose()?,
            globalplatform_version: body.find(0x87)?.map(version).transpose()?,
            euicc_rsp_capability: EuiccRspCapability::read(&body.require(0x88)?)?,
            euicc_ci_pk_id_list_for_verification: read_key_ids(Some(body.require(0xA9)?))?,
            euicc_ci_pk_id_list_for_signing: read_key_ids(Some(body.require(0xAA)?))?,
            euicc_category: body.find(0x8B)?.map(|o| EuiccCategory::read(&o)).transpose()?,
            forbidden_profile_policy_rules: body.find(0x99)?.map(|o| PprIds::read(&o)).transpose()?,
            pp_version: version(body.require(Tag::OCTET_STRING)?)?,
            sas_acreditation_number: body.require(Tag::UTF8_STRING)?.as_str()?.to_owned(),
            certification_data_object: body.find(0xAC)?.map(|o| read_certification(&o)).transpose()?,
            additional_profile_package_versions: read_versions(body.find(0xAF)?)?,
            euicc_ci_pk_id_list_for_signing_v3: read_key_ids(body.find(0xB1)?)?,
            additional_euicc_info: body.find(0x92)?.map(|o| o.value.to_vec()),
            highest_svn: body.find(0x93)?.map(version).transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x81u32, &self.profile_version.0);
        w.put(0x82u32, &self.lowest_svn.0);
        w.put(0x83u32, &self.euicc_firmware_ver.0);
        w.put(0x84u32, &self.ext_card_resource);
        self.uicc_capability.put(w, 0x85u32);
        w.put_some(0x86u32, self.ts102241_version.as_ref().map(|v| &v.0[..]));
        w.put_some(0x87u32, self.globalplatform_version.as_ref().map(|v| &v.0[..]));
        self.euicc_rsp_capability.put(w, 0x88u32);
        put_key_ids(w, 0xA9, &self.euicc_ci_pk_id_list_for_verification);
        put_key_ids(w, 0xAA, &self.euicc_ci_pk_id_list_for_signing);
        if let Some(category) = self.euicc_category {
            category.put(w, 0x8Bu32);
        }
        if let Some(rules) = self.forbidden_profile_policy_rules {
            rules.put(w, 0x99u32);
        }
        w.put(Tag::OCTET_STRING, &self.pp_version.0);
        w.text(Tag::UTF8_STRING, &self.sas_acreditation_number);
        if let Some(certification) = &self.certification_data_object {
            w.nest(0xACu32, |w| {
                w.text(0x80u32, &certification.platform_label);
                w.text(0x81u32, &certification.discovery_base_url);
            });
        }
        if !self.additional_profile_package_versions.is_empty() {
            w.nest(0xAFu32, |w| {
                self.additional_profile_package_versions.iter().for_each(|v| w.put(Tag::OCTET_STRING, &v.0));
            });
        }
        if !self.euicc_ci_pk_id_list_for_signing_v3.is_empty() {
            put_key_ids(w, 0xB1, &self.euicc_ci_pk_id_list_for_signing_v3);
        }
        w.put_some(0x92u32, self.additional_euicc_info.as_deref());
        w.put_some(0x93u32, self.highest_svn.as_ref().map(|v| &v.0[..]));
    }
}
