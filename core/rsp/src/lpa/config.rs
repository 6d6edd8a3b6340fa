use crate::es10::{DeviceInfo, LpaRspCapability};
use crate::version::WrittenVersions;
use model::Iccid;

/// What a download needs to know beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// The server's address, with its port if it has one: what it must sign as its own.
    pub server_address: String,
    /// The object identifier that the activation code names, in digits and dots: the server's certificate must have it (SGP.22 §4.1).
    pub server_oid: Option<String>,
    /// Names the order; `None` lets the server find it by EID.
    pub matching_id: Option<String>,
    /// The profile for which commands are asked, where its polling address leads to the server (v3 §3.7.2).
    pub iccid: Option<Iccid>,
    /// The device. Fields of version 3 are left out of sessions at an older one.
    pub device_info: DeviceInfo,
    /// What this LPA can, for servers of version 3.
    pub lpa_rsp_capability: Option<LpaRspCapability>,
    /// The versions as they are written (E4), if servers are to be told so. Where they have a number, it is the eUICC's own.
    pub written_versions: Option<WrittenVersions>,
}

impl Config {
    /// The device as it is told of in a session at version 3, or at an older one.
    pub(super) fn device_info(&self, v3: bool) -> DeviceInfo {
        let mut device = self.device_info.clone();
        if v3 {
            device.lpa_rsp_capability = device.lpa_rsp_capability.or(self.lpa_rsp_capability);
        } else {
            device.preferred_languages.clear();
            device.lpa_rsp_capability = None;
            device.device_capabilities.lpa_svn = None;
        }
        device
    }
}
