//! The download: an LPA's session (SGP.22 §3.1.3) between any server and any eUICC. Who sells, and over which link, is the caller's.

mod asking;
mod chip;
mod line;
mod load;
mod run;

pub(crate) use asking::Asking;
pub(crate) use chip::{Chip, Removable};
pub(crate) use line::{Line, NoAnswer, Online};
pub(crate) use load::load_kept;
pub(crate) use run::{Purchase, download};

use rsp::{
    es10::{DeviceCapabilities, DeviceInfo, LpaRspCapability},
    lpa,
    message::VersionType,
    version::WrittenVersions,
};

/// The newest version of SGP.22 that this LPA is of.
const LPA_SVN: VersionType = VersionType::new(3, 0, 0);

pub(crate) fn config(
    server: &str,
    server_oid: Option<&str>,
    matching_id: Option<&str>,
    written_versions: Option<&WrittenVersions>,
) -> lpa::Config {
    lpa::Config {
        server_address: server.to_owned(),
        server_oid: server_oid.map(str::to_owned),
        matching_id: matching_id.map(str::to_owned),
        device_info: device_info(),
        // None of what has a bit: it staples no CRLs, knows chains of version 2's shape, is no proxy. That it says so tells that it is of
        // version 3.
        lpa_rsp_capability: Some(LpaRspCapability::NONE),
        iccid: None,
        written_versions: written_versions.cloned(),
    }
}

/// A desk or phone without a modem of ours: type allocation code 0, and the releases that the software card supports.
fn device_info() -> DeviceInfo {
    let release = Some(VersionType::new(17, 0, 0));
    DeviceInfo {
        tac: [0; 4],
        device_capabilities: DeviceCapabilities {
            gsm_supported_release: release,
            utran_supported_release: release,
            eutran_epc_supported_release: release,
            lpa_svn: Some(LPA_SVN),
            ..DeviceCapabilities::default()
        },
        ..DeviceInfo::default()
    }
}
