//! osmo-smdpp with its own TLS, under a certificate that has not run out.

use super::{inside::SMDPP, sgp26::Sgp26};
use landfall_stage::{Broken, Scene};
use std::{
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// It loads its ASN.1 first.
const PATIENCE: Duration = Duration::from_secs(60);

/// The server, which ends with its scene.
pub(super) struct Smdpp {
    log: PathBuf,
    /// Its folder.
    pub(super) folder: PathBuf,
}

impl Smdpp {
    /// Starts the one in `folder`.
    ///
    /// # Errors
    /// If it does not serve.
    pub(super) fn start(scene: &Scene, folder: &Path, python: &Path, sgp26: &Sgp26) -> Result<Self, Broken> {
        let own = scene.folder("smdpp")?;
        let (data, source) = (own.join("smdpp-data"), folder.join("smdpp-data"));
        let tls = data.join("certs/DPtls");
        fs::create_dir_all(&tls).map_err(Broken::io("DPtls"))?;
        let link =
            |part: &str| std::os::unix::fs::symlink(source.join(part), data.join(part)).map_err(Broken::io(part));
        for part in ["upp", "certs/CertificateIssuer", "certs/DPauth", "certs/DPpb"] {
            link(part)?;
        }
        let (der, certificate, key) = sgp26.tls(SMDPP)?;
        let write = |name: &str, bytes: &[u8]| fs::write(tls.join(name), bytes).map_err(Broken::io(name));
        write("CERT_S_SM_DP_TLS_NIST.der", &der)?;
        write("CERT_S_SM_DP_TLS_NIST.pem", certificate.as_bytes())?;
        write("SK_S_SM_DP_TLS_NIST.pem", key.as_bytes())?;
        let mut parameters = Command::new("openssl");
        parameters.args(["dhparam", "-dsaparam", "-out"]).arg(data.join("certs/dhparam2048.pem")).arg("2048");
        // Without them it makes its own, which takes a minute.
        crate::run(scene.children(), &mut parameters)?;
        let log = scene.at("smdpp.log");
        let out = fs::File::create(&log).map_err(Broken::io("smdpp.log"))?;
        let mut server = Command::new(python);
        // Loopback only: its endpoint's description takes an interface behind the port.
        server.arg(folder.join("osmo-smdpp.py")).args(["-p", "443:interface=127.0.0.1", "-m", "-v"]);
        server.current_dir(&own).env("PYTHONPATH", folder).env("PYTHONUNBUFFERED", "1").stdin(Stdio::null());
        server.stderr(out.try_clone().map_err(Broken::io("smdpp.log"))?).stdout(out);
        let (id, ()) = scene.children().start(&mut server, |_| ()).map_err(Broken::io("osmo-smdpp"))?;
        let begun = Instant::now();
        while TcpStream::connect("127.0.0.1:443").is_err() {
            if !scene.children().runs(id) || begun.elapsed() > PATIENCE {
                let said = fs::read_to_string(&log).unwrap_or_default();
                return Err(Broken::not(format!("osmo-smdpp does not serve: {}", said.lines().last().unwrap_or(""))));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(Self { log, folder: folder.to_owned() })
    }

    /// What it says of the notifications whose signatures it has verified, in order.
    #[must_use]
    pub(super) fn notified(&self) -> Vec<String> {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        log.lines().filter_map(|line| Some(line.split_once("handleNotification: EID ")?.1.to_owned())).collect()
    }
}
