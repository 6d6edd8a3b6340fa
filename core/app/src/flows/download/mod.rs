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
    es10::{DeviceCapabilities, DeviceInfo},
    lpa,
    message::VersionType,
};

pub(crate) fn config(server: &str, server_oid: Option<&str>, matching_id: Option<&str>) -> lpa::Config {
    lpa::Config {
        server_address: server.to_owned(),
        server_oid: server_oid.map(str::to_owned),
        matching_id: matching_id.map(str::to_owned),
        device_info: device_info(),
        lpa_rsp_capability: None,
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
            ..DeviceCapabilities::default()
        },
        ..DeviceInfo::default()
    }
}
