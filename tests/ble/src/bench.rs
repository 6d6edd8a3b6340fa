use crate::{Figures, bulk};
use landfall_stage::{Broken, Class, Program, Scene, Stock, build_programs};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// How many phones the scenes have.
const PHONES: usize = 5;
/// No run takes longer, in seconds.
const PATIENCE: &str = "420";
/// So many boots, should its kernel fall over.
const BOOTS: u32 = 3;
/// What Linux says of a bug of its own.
const KERNEL_BUG: &str = "kernel BUG at ";
const TOOLS: [&str; 6] = ["qemu-system-x86_64", "cpio", "dpkg-deb", "apt-get", "dbus-send", "strip"];

/// Whether the machine can be built here; in CI it must.
///
/// # Panics
/// In CI, if something is missing.
#[must_use]
pub fn ready() -> bool {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    let missing: Vec<&str> =
        TOOLS.iter().filter(|tool| !folders.iter().any(|folder| folder.join(tool).is_file())).copied().collect();
    let dbus = Command::new("pkg-config").args(["--exists", "dbus-1"]).status().is_ok_and(|status| status.success());
    match (&missing[..], dbus) {
        ([], true) => true,
        ([], false) => skip("libdbus-1-dev is not installed: see scripts/setup"),
        (missing, _) => skip(&format!("{} is not installed: see scripts/setup", missing.join(", "))),
    }
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn skip(why: &str) -> bool {
    assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{why}");
    eprintln!("skipped: {why}");
    false
}

/// A virtual machine with our programs, a kiosk that has stock, and phones that trust its operator.
pub struct Bench {
    scene: Scene,
}

impl Bench {
    /// Builds it; `None` if Debian's packages can't be fetched here (in CI that is an error).
    ///
    /// # Errors
    /// [`Broken`] says what did not work.
    pub fn build() -> Result<Option<Self>, Broken> {
        build_programs()?;
        let scene = Scene::open()?;
        let data = scene.folder("data")?;
        let (kiosk, phone) = (program(&scene, "landfall-kiosk", "kiosk"), program(&scene, "landfall", "p1"));
        furnish(&scene, &data, &kiosk)?;
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let built = Command::new(here.join("build.sh"))
            .arg(cache(kiosk.path()))
            .args([scene.at("machine"), data])
            .args([kiosk.path(), phone.path()])
            .output()
            .map_err(Broken::io("build.sh"))?;
        match built.status.code() {
            Some(0) => Ok(Some(Self { scene })),
            Some(3) => {
                skip(&format!("Debian's packages are not to be had: {}", String::from_utf8_lossy(&built.stderr)));
                Ok(None)
            }
            _ => Err(Broken::not(format!("build.sh: {}", String::from_utf8_lossy(&built.stderr)))),
        }
    }

    /// Boots it and plays every scene, anew if its kernel fell over. What was measured.
    ///
    /// # Errors
    /// [`Broken`] with the console, if a scene failed.
    #[expect(clippy::print_stderr, reason = "a boot that says nothing about our programs is told of")]
    pub fn run(&self) -> Result<Figures, Broken> {
        let mut boots = 1;
        loop {
            let (played, console) = self.boot()?;
            if played {
                return Ok(Figures::of(&console));
            }
            if boots == BOOTS || !fell_over(&console) {
                return Err(Broken::not(format!("a scene failed:\n{console}")));
            }
            eprintln!("the machine's kernel fell over: once more");
            boots += 1;
        }
    }

    /// Whether every scene was played, and the console.
    fn boot(&self) -> Result<(bool, String), Broken> {
        let machine = self.scene.at("machine");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("run.sh");
        let status = Command::new(script).arg(&machine).arg(PATIENCE).status().map_err(Broken::io("run.sh"))?;
        let console = fs::read(machine.join("console.log")).map_err(Broken::io("console.log"))?;
        // For whoever wants to see how it went.
        let kept = cache(program(&self.scene, "landfall", "p1").path()).join("console.log");
        fs::write(kept, &console).map_err(Broken::io("console.log"))?;
        Ok((status.success(), String::from_utf8_lossy(&console).into_owned()))
    }
}

/// Whether the kernel's own bug ended Bluetooth in it: Linux 6.1 now and then takes a channel off its list twice (`hci_chan_del`) as bluetoothd closes a
/// socket, and kills it for that.
fn fell_over(console: &str) -> bool {
    console.contains(KERNEL_BUG)
}

/// Packages are fetched once for all runs: beside what cargo built.
fn cache(program: &Path) -> PathBuf {
    program.ancestors().nth(2).unwrap_or(Path::new(".")).join("ble")
}

fn program(scene: &Scene, name: &str, data: &str) -> Program {
    scene.program(name, scene.at("data").join(data), scene.at("said.log"))
}

/// An operator, its kiosk with stock, phones, and the PIN that they will have.
fn furnish(scene: &Scene, data: &Path, kiosk: &Program) -> Result<(), Broken> {
    let operator = scene.at("operator").display().to_string();
    kiosk.ask(&["operator", "init", "--dir", &operator])?;
    kiosk.ask(&["init", "--operator", &operator, "--name", "Gate 7, a long name indeed"])?;
    let (bytes, iccid) = bulk::package()?;
    let file = scene.at("bulk.der");
    fs::write(&file, bytes).map_err(Broken::io("bulk.der"))?;
    let class = |id, count, profile| Class {
        id,
        terms: "name = \"First hour\"\noperator = \"Nord Mobile\"\nprice = \"0 EUR\"\narea = [\"JP\"]\nnetwork-rate = 1000\n\
                data = \"100 MB\"\nvalidity-days = 1\nauthorisation = \"free\"\n",
        network: "00101",
        algorithm: "milenage",
        count,
        profile,
    };
    let classes = [class("hello", 2 * PHONES, None), class("bulk", 4, Some((file, iccid)))];
    let stock = Stock::write(&scene.folder("stock")?, &classes)?;
    kiosk.ask(&["stock", "import", &stock.file.display().to_string()])?;
    let root = Path::new(&operator).join("root.der").display().to_string();
    for number in 1..=PHONES {
        program(scene, "landfall", &format!("p{number}")).ask(&["roots", "add", &root])?;
    }
    fs::write(data.join("pin"), "2468\n").map_err(Broken::io("pin"))
}
