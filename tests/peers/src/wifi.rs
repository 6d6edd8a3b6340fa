use crate::{Said, peer, run};
use landfall_stage::{Broken, Program, Scene};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a network may take to be there.
const PATIENCE: Duration = Duration::from_secs(20);
/// A network ends by itself, whatever becomes of the test.
const LONGEST: &str = "300";
/// The kiosk, on its Wi-Fi.
const KIOSK: &str = "10.77.0.1";
const PHONE: &str = "10.77.0.20";

/// A kiosk's Wi-Fi: the kiosk's network and a phone's, each a namespace, and nothing else. dnsmasq answers as `deploy/kiosk-wifi` has it.
pub struct Wifi {
    kiosk: u32,
    phone: u32,
}

impl Wifi {
    /// Sets it up; none, which is said, if this machine can't.
    ///
    /// # Errors
    /// What did not go as it must.
    pub fn start(scene: &Scene) -> Result<Option<Self>, Broken> {
        if !peer::from_debian(&["dnsmasq", "curl", "unshare", "nsenter", "ip"]) {
            return Ok(None);
        }
        let (Some(kiosk), Some(phone)) = (network(scene)?, network(scene)?) else {
            let _ = peer::skip("this user can't have namespaces of its own: run it as root");
            return Ok(None);
        };
        let wifi = Self { kiosk, phone };
        let (at_kiosk, at_phone) = (format!("lfk{kiosk}"), format!("lfp{phone}"));
        here(scene, &["ip", "link", "add", &at_kiosk, "type", "veth", "peer", "name", &at_phone])?;
        for (end, network, address) in [(&at_kiosk, kiosk, KIOSK), (&at_phone, phone, PHONE)] {
            here(scene, &["ip", "link", "set", end, "netns", &network.to_string()])?;
            wifi.must(scene, network, &["ip", "address", "add", &format!("{address}/24"), "dev", end])?;
            wifi.must(scene, network, &["ip", "link", "set", end, "up"])?;
        }
        // The phone asks the kiosk for names, as DHCP would tell it.
        let resolver = scene.at("resolv.conf");
        fs::write(&resolver, format!("nameserver {KIOSK}\n")).map_err(Broken::io("resolv.conf"))?;
        wifi.must(scene, phone, &["mount", "--bind", &resolver.display().to_string(), "/etc/resolv.conf"])?;
        wifi.dnsmasq(scene)?;
        Ok(Some(wifi))
    }

    fn dnsmasq(&self, scene: &Scene) -> Result<(), Broken> {
        let conf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/kiosk-wifi/dnsmasq.conf");
        let leases = scene.at("leases");
        let log = fs::File::create(scene.at("dnsmasq.log")).map_err(Broken::io("dnsmasq.log"))?;
        let mut command = Command::new("nsenter");
        command.args(inside(self.kiosk)).args(["dnsmasq", "--keep-in-foreground", "--user=root", "--pid-file="]);
        command.arg(format!("--conf-file={}", conf.display())).arg(format!("--dhcp-leasefile={}", leases.display()));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let (id, ()) = scene.children().start(&mut command, |_| ()).map_err(Broken::io("dnsmasq"))?;
        let begun = Instant::now();
        while !self.phone(scene, &["getent", "hosts", "any.name.test"])?.text.contains(KIOSK) {
            if !scene.children().runs(id) || begun.elapsed() > PATIENCE {
                let said = fs::read_to_string(scene.at("dnsmasq.log")).unwrap_or_default();
                return Err(Broken::not(format!("dnsmasq does not answer: {said}")));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// The address of the kiosk, with a port.
    #[must_use]
    pub fn at(port: u16) -> String {
        format!("{KIOSK}:{port}")
    }

    /// Our program on the kiosk.
    #[must_use]
    pub fn on_kiosk(&self, program: &Program) -> Program {
        program.run_by(&runner(self.kiosk))
    }

    /// Our program on the phone.
    #[must_use]
    pub fn on_phone(&self, program: &Program) -> Program {
        program.run_by(&runner(self.phone))
    }

    /// Another program on the phone, to its end.
    ///
    /// # Errors
    /// What the system refused.
    pub fn phone(&self, scene: &Scene, words: &[&str]) -> Result<Said, Broken> {
        run(scene.children(), Command::new("nsenter").args(inside(self.phone)).args(words))
    }

    fn must(&self, scene: &Scene, network: u32, words: &[&str]) -> Result<(), Broken> {
        succeeded(run(scene.children(), Command::new("nsenter").args(inside(network)).args(words))?)
    }
}

/// A network with nothing in it, held by a process that sleeps; its id.
fn network(scene: &Scene) -> Result<Option<u32>, Broken> {
    let own = |id: &str| fs::read_link(PathBuf::from("/proc").join(id).join("ns/net"));
    let mut command = Command::new("unshare");
    command.args(["--net", "--mount", "sh", "-c", "ip link set lo up && exec sleep \"$1\"", "sh", LONGEST]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let (id, ()) = scene.children().start(&mut command, |_| ()).map_err(Broken::io("unshare"))?;
    let begun = Instant::now();
    loop {
        let name = fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
        let apart = matches!((own("self"), own(&id.to_string())), (Ok(here), Ok(there)) if here != there);
        if apart && name.trim() == "sleep" {
            return Ok(Some(id));
        }
        if !scene.children().runs(id) {
            return Ok(None);
        }
        if begun.elapsed() > PATIENCE {
            return Err(Broken::not("a network of its own does not come up"));
        }
        thread::sleep(Duration::from_millis(10));
    }
}

fn inside(network: u32) -> [String; 2] {
    [format!("--net=/proc/{network}/ns/net"), format!("--mount=/proc/{network}/ns/mnt")]
}

fn runner(network: u32) -> Vec<String> {
    [&["nsenter".to_owned()][..], &inside(network)].concat()
}

fn here(scene: &Scene, words: &[&str]) -> Result<(), Broken> {
    let [program, arguments @ ..] = words else { return Ok(()) };
    succeeded(run(scene.children(), Command::new(program).args(arguments))?)
}

fn succeeded(said: Said) -> Result<(), Broken> {
    if said.succeeded { Ok(()) } else { Err(Broken::not(format!("{said:?}"))) }
}
