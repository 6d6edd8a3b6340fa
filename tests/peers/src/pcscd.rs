use crate::{Pocket, Said, peer, run};
use landfall_stage::{Broken, Program};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The driver of vsmartcard, as Debian places it.
const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
/// The first of the virtual reader's slots.
pub const READER: &str = "Virtual PCD 00 00";
/// How long service or reader may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// pcscd with vsmartcard's virtual reader, in a network and with a /run of its own. Clients find it by its socket.
pub struct Pcscd {
    id: u32,
    socket: PathBuf,
}

impl Pcscd {
    /// Starts it; none, which is said, if this machine can't.
    ///
    /// # Errors
    /// What did not go as it must.
    pub fn start(pocket: &Pocket) -> Result<Option<Self>, Broken> {
        if !peer::from_debian(&["pcscd", "opensc-tool", "pcsc_scan", "unshare", "nsenter", "ip"]) {
            return Ok(None);
        }
        if !Path::new(DRIVER).is_file() && !peer::skip("vsmartcard-vpcd is not installed: see scripts/setup") {
            return Ok(None);
        }
        let log = std::fs::File::create(pocket.scene.at("pcscd.log")).map_err(Broken::io("pcscd.log"))?;
        let run_folder = pocket.scene.folder("run")?;
        let conf = pocket.scene.at("reader.conf");
        let text =
            format!("FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x8C7B\nLIBPATH {DRIVER}\nCHANNELID 0x8C7B\n");
        std::fs::write(&conf, text).map_err(Broken::io("reader.conf"))?;
        let mut command = Command::new("unshare");
        command.args(["--mount", "--net", "sh", "-c"]);
        // The process stays one and the same, so its id is the service's.
        command.arg("mount --bind \"$1\" /run && ip link set lo up && exec pcscd --foreground --config \"$2\"");
        command.arg("sh").arg(&run_folder).arg(&conf);
        command.stdin(Stdio::null()).stderr(log.try_clone().map_err(Broken::io("pcscd.log"))?).stdout(log);
        let (id, ()) = pocket.scene.children().start(&mut command, |_| ()).map_err(Broken::io("unshare"))?;
        let service = Self { id, socket: run_folder.join("pcscd/pcscd.comm") };
        let begun = Instant::now();
        while !service.socket.exists() {
            if !pocket.scene.children().runs(id) {
                let _ = peer::skip("this user can't have namespaces of its own: run it as root");
                return Ok(None);
            }
            if begun.elapsed() > PATIENCE {
                return Err(Broken::not("pcscd does not listen"));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Some(service))
    }

    /// Puts the phone's eUICC into the reader: `landfall card serve --vpcd`. Returns its process.
    ///
    /// # Errors
    /// If it does not get there.
    pub fn insert(&self, pocket: &Pocket) -> Result<u32, Broken> {
        let log = std::fs::File::create(pocket.scene.at("served.log")).map_err(Broken::io("served.log"))?;
        let mut command = self.inside(pocket.phone.path());
        command.arg("--data").arg(pocket.phone.data()).args(["card", "serve", "--vpcd"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let (id, ()) = pocket.scene.children().start(&mut command, |_| ()).map_err(Broken::io("nsenter"))?;
        self.wait(pocket, true)?;
        Ok(id)
    }

    /// Takes the card out again.
    ///
    /// # Errors
    /// What the system refused.
    pub fn remove(&self, pocket: &Pocket, card: u32) -> Result<(), Broken> {
        pocket.scene.children().kill(card).map_err(Broken::io("the card"))?;
        self.wait(pocket, false)
    }

    /// Waits until the service has noticed the card, or that it is gone.
    fn wait(&self, pocket: &Pocket, there: bool) -> Result<(), Broken> {
        let begun = Instant::now();
        loop {
            let listed = self.ask(pocket, "opensc-tool", &["-l"])?;
            let found = listed.text.lines().any(|line| line.contains("Yes") && line.contains(READER));
            if found == there {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                return Err(Broken::not(format!("the reader does not notice its card: {listed:?}")));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Runs a PC/SC program to its end.
    ///
    /// # Errors
    /// What the system refused.
    pub fn ask(&self, pocket: &Pocket, program: &str, arguments: &[&str]) -> Result<Said, Broken> {
        run(pocket.scene.children(), Command::new(program).args(arguments).env("PCSCLITE_CSOCK_NAME", &self.socket))
    }

    /// A program in the service's network that finds these readers.
    #[must_use]
    pub fn inside(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--net=/proc/{}/ns/net", self.id)).arg(program);
        command.env("PCSCLITE_CSOCK_NAME", &self.socket);
        command
    }

    /// A program of ours that finds these readers.
    #[must_use]
    pub fn client(&self, program: &Program) -> Program {
        program.with("PCSCLITE_CSOCK_NAME", &self.socket)
    }

    /// Has `opensc-tool` send one command; data and status word of the answer.
    ///
    /// # Errors
    /// If it gets no answer.
    pub fn apdu(&self, pocket: &Pocket, command: &str) -> Result<(Vec<u8>, u16), Broken> {
        self.apdus(pocket, &[command])?.pop().ok_or_else(|| Broken::not("opensc-tool got no answer"))
    }

    /// Has `opensc-tool` send commands one after another, without a reset between them.
    ///
    /// # Errors
    /// If it gets no answers.
    pub fn apdus(&self, pocket: &Pocket, commands: &[&str]) -> Result<Vec<(Vec<u8>, u16)>, Broken> {
        let arguments: Vec<&str> = commands.iter().flat_map(|command| ["-s", command]).collect();
        let said = self.ask(pocket, "opensc-tool", &arguments)?;
        let answers = answers(&said.text);
        if answers.len() == commands.len() { Ok(answers) } else { Err(Broken::not(format!("{said:?}"))) }
    }
}

/// The answers as `opensc-tool -s` prints them: `Received (SW1=0x90, SW2=0x00):`, then lines of hexadecimal bytes with their letters behind.
fn answers(text: &str) -> Vec<(Vec<u8>, u16)> {
    let byte = |text: &str| u8::from_str_radix(text, 16).ok();
    let mut answers: Vec<(Vec<u8>, u16)> = Vec::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("Received (SW1=0x") {
            let status =
                rest.get(..2).and_then(byte).zip(rest.split_once("SW2=0x").and_then(|(_, sw2)| byte(sw2.get(..2)?)));
            answers.extend(status.map(|(sw1, sw2)| (Vec::new(), u16::from_be_bytes([sw1, sw2]))));
        } else if let Some((data, _)) = answers.last_mut().filter(|_| !line.starts_with("Sending")) {
            data.extend(line.split(' ').take(16).map_while(byte));
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::answers;

    #[test]
    fn answers_are_read_as_they_are_printed() {
        let text = "Using reader with a card: Virtual PCD 00 00\nSending: 00 B0 00 00 0A \nReceived (SW1=0x90, SW2=0x00):\n\
                    98 99 09 01 00 00 00 00 00 F5 ..........\nSending: 00 A4 00 04 \nReceived (SW1=0x6A, SW2=0x82)\n";
        let iccid = vec![0x98, 0x99, 0x09, 0x01, 0, 0, 0, 0, 0, 0xF5];
        assert_eq!(answers(text), [(iccid, 0x9000), (Vec::new(), 0x6A82)]);
    }
}
