//! The peer of the SDK's bench: the same acquisitions from the same kiosk, called from Rust. Prints the median of milliseconds.
//!
//! `acquire FOLDER ROOT.der START-CODE CLASS COUNT`

use landfall_ffi::{
    KioskTarget, Landfall, OpenSettings,
    ports::{DeviceFacts, DeviceInfo, Ports, desk_keystore},
};
use std::{error::Error, path::Path, sync::Arc, time::Instant};

struct Desk;

impl DeviceInfo for Desk {
    fn facts(&self) -> DeviceFacts {
        DeviceFacts {
            os: "android".to_owned(),
            cpu: "x86_64".to_owned(),
            hardware_id: "bench-rust".to_owned(),
            bands: None,
            carrier_locked: None,
            system_esim: false,
            driver_installed: true,
        }
    }
}

#[expect(clippy::print_stdout, reason = "a program's answer")]
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, root, code, class, count] = &arguments[..] else {
        return Err("usage: acquire FOLDER ROOT.der START-CODE CLASS COUNT".into());
    };
    let keystore = desk_keystore(Path::new(folder).join("keys").display().to_string())?;
    let ports = Ports {
        keystore,
        device: Arc::new(Desk),
        clock: None,
        installer: None,
        secure_element: None,
        service_browser: None,
    };
    let data = Path::new(folder).join("data").display().to_string();
    let phone = Landfall::open(OpenSettings { folder: data, cloud_roots: None }, ports)?;
    phone.add_root(std::fs::read(root)?).await?;
    let mut taken = Vec::new();
    for _ in 0..count.parse::<usize>()? {
        let visit = phone.visit(KioskTarget::Code { text: code.clone() }).await?;
        let from = Instant::now();
        let flow = visit.acquire(class.clone(), None, None)?;
        let gained = flow.finished().await?;
        taken.push(from.elapsed().as_secs_f64() * 1e3);
        let iccid = gained.iccid.ok_or("no SIM came of it")?;
        phone.set_first_pin(iccid, b"73194286".to_vec()).await?;
    }
    taken.sort_by(f64::total_cmp);
    println!("{:.3}", taken[taken.len() / 2]);
    Ok(())
}
