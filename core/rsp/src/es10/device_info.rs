use super::euicc_info1::read_version;
use crate::message::{MessageError, VersionType, named_bits};
use tlv::{Tag, Tlv, Writer};

named_bits! {
    /// What an LPA can do (v3).
    pub struct LpaRspCapability {
        /// CRLs stapled to messages.
        CRL_STAPLING_V3_SUPPORT = 0,
        /// Certificate chains of other shapes.
        CERT_CHAIN_V3_SUPPORT = 1,
        /// APDU API for applications.
        APDU_API_SUPPORT = 2,
        /// The device can be managed by an enterprise.
        ENTERPRISE_CAPABLE_DEVICE = 3,
        /// LPA proxy.
        LPA_PROXY_SUPPORT = 4,
        /// Signed answers of an SM-DS.
        SIGNED_SMDS_RESPONSE_V3_SUPPORT = 5,
        /// The eUICC's CI keys can be updated.
        EUICC_CI_UPDATE_SUPPORT = 6,
        /// Event checking.
        EVENT_CHECKING_SUPPORT = 7,
        /// Push service.
        PUSH_SERVICE_SUPPORT = 8,
    }
}

/// The device (SGP.22 §4.2). Fields of v3 are sent only to an eUICC that bears unknown ones
/// (`deviceInfoExtensibilitySupport`) or at v3.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceInfo {
    /// Type allocation code, 8 digits of BCD, nibbles swapped.
    pub tac: [u8; 4],
    /// Releases that the device supports.
    pub device_capabilities: DeviceCapabilities,
    /// IMEI, 16 nibbles of BCD.
    pub imei: Option<[u8; 8]>,
    /// v3: languages of the user, RFC 5646.
    pub preferred_languages: Vec<String>,
    /// v3.
    pub lpa_rsp_capability: Option<LpaRspCapability>,
}

/// The highest release that the device supports of each system; absent if it doesn't (SGP.22 §4.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceCapabilities {
    /// GSM.
    pub gsm_supported_release: Option<VersionType>,
    /// UTRAN.
    pub utran_supported_release: Option<VersionType>,
    /// cdma2000 1x.
    pub cdma2000onex_supported_release: Option<VersionType>,
    /// cdma2000 HRPD.
    pub cdma2000hrpd_supported_release: Option<VersionType>,
    /// cdma2000 eHRPD.
    pub cdma2000ehrpd_supported_release: Option<VersionType>,
    /// E-UTRAN at an EPC.
    pub eutran_epc_supported_release: Option<VersionType>,
    /// Contactless.
    pub contactless_supported_release: Option<VersionType>,
    /// CRLs (SGP.22 version).
    pub rsp_crl_supported_version: Option<VersionType>,
    /// NR at an EPC.
    pub nr_epc_supported_release: Option<VersionType>,
    /// NR at a 5GC.
    pub nr5gc_supported_release: Option<VersionType>,
    /// E-UTRAN at a 5GC.
    pub eutran5gc_supported_release: Option<VersionType>,
    /// v3: the LPA's SGP.22 version.
    pub lpa_svn: Option<VersionType>,
}

impl DeviceCapabilities {
    fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        let body = object.children();
        let release = |n: u32| body.find(0x80 + n)?.map(|o| read_version(&o)).transpose();
        Ok(Self {
            gsm_supported_release: release(0)?,
            utran_supported_release: release(1)?,
            cdma2000onex_supported_release: release(2)?,
            cdma2000hrpd_supported_release: release(3)?,
            cdma2000ehrpd_supported_release: release(4)?,
            eutran_epc_supported_release: release(5)?,
            contactless_supported_release: release(6)?,
            rsp_crl_supported_version: release(7)?,
            nr_epc_supported_release: release(8)?,
            nr5gc_supported_release: release(9)?,
            eutran5gc_supported_release: release(10)?,
            lpa_svn: release(11)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        let all = [
            &self.gsm_supported_release,
            &self.utran_supported_release,
            &self.cdma2000onex_supported_release,
            &self.cdma2000hrpd_supported_release,
            &self.cdma2000ehrpd_supported_release,
            &self.eutran_epc_supported_release,
            &self.contactless_supported_release,
            &self.rsp_crl_supported_version,
            &self.nr_epc_supported_release,
            &self.nr5gc_supported_release,
            &self.eutran5gc_supported_release,
            &self.lpa_svn,
        ];
        for (tag, release) in (0x80u32..).zip(all) {
            w.put_some(tag, release.as_ref().map(|v| &v.0[..]));
        }
    }
}

impl DeviceInfo {
    pub(super) fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        let body = object.children();
        let mut preferred_languages = Vec::new();
        if let Some(list) = body.find(0xA3)? {
            let mut items = list.children();
            while let Some(item) = items.next()? {
                preferred_languages.push(item.expect_tag(Tag::UTF8_STRING)?.as_str()?.to_owned());
            }
        }
        Ok(Self {
            tac: body.require(0x80)?.as_array()?,
            device_capabilities: DeviceCapabilities::read(&body.require(0xA1)?)?,
            imei: body.find(0x82)?.map(|o| o.as_array()).transpose()?,
            preferred_languages,
            lpa_rsp_capability: body.find(0x85)?.map(|o| LpaRspCapability::read(&o)).transpose()?,
        })
    }

    pub(super) fn put(&self, w: &mut Writer, tag: u32) {
        w.nest(tag, |w| {
            w.put(0x80u32, &self.tac);
            w.nest(0xA1u32, |w| self.device_capabilities.write(w));
            w.put_some(0x82u32, self.imei.as_ref().map(|i| &i[..]));
            if !self.preferred_languages.is_empty() {
                w.nest(0xA3u32, |w| self.preferred_languages.iter().for_each(|l| w.text(Tag::UTF8_STRING, l)));
            }
            if let Some(capability) = self.lpa_rsp_capability {
                capability.put(w, 0x85u32);
            }
        });
    }
}
