//! pySim's `es9p_client` at our SM-DP+: it verifies TLS, and opens the bound package with an implementation of its own.

use super::{
    desk::{CODE, Desk},
    inside::KIOSK,
    report::Section,
};
use crate::{Said, run};
use landfall_stage::Broken;
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The server's object identifier, of the first kiosk of an operator.
const OID: &str = "2.999.0";
const AID: &str = "A0000005591010FFFFFFFF8900001100";
/// EUICCResponse of the interoperable profile format: one element, and it is well.
const INSTALLED: &str = "3007a0053003800100";

/// The client with its certificates.
pub(super) struct Es9p<'a> {
    /// Ours.
    pub(super) desk: &'a Desk,
    /// pySim's folder.
    pub(super) folder: &'a Path,
    /// Which Python.
    pub(super) python: &'a Path,
}

/// Runs everything that it can do.
///
/// # Errors
/// If our side does not stand.
pub(super) fn at_our_smdp(client: &Es9p<'_>, mut section: Section) -> Result<Section, Broken> {
    let scene = &client.desk.scene;
    let (ci, packages) = (scene.at("ci.pem"), scene.folder("packages")?);
    fs::write(&ci, client.desk.sgp26.ci_pem()?).map_err(Broken::io("ci.pem"))?;
    let order = client.desk.order(&[])?;
    let matching_id = order.split('$').nth(2).unwrap_or_default();
    let ask = |root: &Path, arguments: &[&str], section: &mut Section| client.ask(root, arguments, section);

    let foreign = scene.at("foreign.pem");
    let result = foreign_root(&foreign).and_then(|()| {
        let said = ask(&foreign, &["download", "--matchingId", matching_id], &mut section)?;
        let refused = !said.succeeded && said.errors.contains("CERTIFICATE_VERIFY_FAILED");
        holds(refused, "refused, as it must be: certificate verify failed", &said)
    });
    section.step("TLS under a root that did not issue our certificate", result);

    let place = packages.display().to_string();
    let download = ask(&ci, &["download", "--matchingId", matching_id, "--output-path", &place], &mut section);
    let (mut iccid, mut transaction) = (String::new(), String::new());
    let result = download.and_then(|said| {
        transaction = between(&said.text, "'transactionId': '", "'").unwrap_or_default();
        let (stem, size) = package(&packages)?;
        iccid = stem;
        holds(
            said.succeeded && !transaction.is_empty(),
            &format!("SUCCESS: the profile package of {size} bytes is opened"),
            &said,
        )
    });
    section.step("download, with TLS verified under the CI", result);

    let installed = [
        "notification-install",
        "--sequence-nr",
        "1",
        "--transaction-id",
        &transaction,
        "--iccid",
        &iccid,
        "--smdpp-oid",
        OID,
        "--isdp-aid",
        AID,
        "--sima-response",
        INSTALLED,
    ];
    let before = client.desk.distributed()?;
    let result = ask(&ci, &installed, &mut section).and_then(|said| {
        let taken = holds(said.succeeded, "SUCCESS: 204, and the number is distributed in the kiosk's stock", &said)?;
        let more = client.desk.distributed()?.saturating_sub(before);
        if more == 1 { Ok(taken) } else { Err(Broken::not(format!("{more} numbers more are distributed"))) }
    });
    section.step("notification-install", result);
    let order = client.desk.order_with_code()?;
    let matching_id = order.split('$').nth(2).unwrap_or_default();
    let result = ask(&ci, &["download", "--matchingId", matching_id, "--confirmation-code", "0000"], &mut section)
        .and_then(|said| {
            let refused = !said.succeeded && said.errors.contains("the confirmation code is wrong");
            holds(refused, "refused, as it must be: the confirmation code is wrong", &said)
        });
    section.step("download with a wrong confirmation code", result);
    let place = client.desk.scene.folder("coded")?.display().to_string();
    let coded = ["download", "--matchingId", matching_id, "--confirmation-code", CODE, "--output-path", &place];
    let result = ask(&ci, &coded, &mut section).and_then(|said| {
        let (_, size) = package(Path::new(&place))?;
        holds(said.succeeded, &format!("SUCCESS: the profile package of {size} bytes is opened"), &said)
    });
    section.step("the same order with the right one", result);
    for (number, event) in [("2", "enable"), ("3", "disable"), ("4", "delete")] {
        let result = ask(&ci, &["notification", event, "--sequence-nr", number, "--iccid", &iccid], &mut section)
            .and_then(|said| holds(said.succeeded, "204", &said));
        section.step(format!("notification {event}"), result);
    }
    Ok(section)
}

impl Es9p<'_> {
    fn ask(&self, root: &Path, arguments: &[&str], section: &mut Section) -> Result<Said, Broken> {
        let mut command = Command::new(self.python);
        command.arg(self.folder.join("contrib/es9p_client.py")).arg("--url").arg(format!("https://{KIOSK}"));
        command
            .arg("--server-ca-cert")
            .arg(root)
            .arg("--certificate-path")
            .arg(self.desk.sgp26.folder())
            .args(arguments);
        command.env("PYTHONPATH", self.folder);
        // Its HTTP library lets these override the root that is given.
        command.env_remove("REQUESTS_CA_BUNDLE").env_remove("CURL_CA_BUNDLE");
        let said = run(self.desk.scene.children(), &mut command)?;
        let shown =
            Said { text: kept(&said.text), errors: kept(&said.errors), succeeded: said.succeeded, took: said.took };
        let root = root.file_name().map(OsString::from).unwrap_or_default();
        let command = format!(
            "es9p_client.py --url https://{KIOSK} --server-ca-cert {} --certificate-path sgp26 {}",
            root.to_string_lossy(),
            arguments.join(" ")
        );
        section.transcript().add(&command, &shown);
        Ok(said)
    }
}

/// Without its debugging of ciphers and encodings.
fn kept(text: &str) -> String {
    let lines = text.lines().filter(|line| {
        line.starts_with("Step")
            || line.starts_with("SUCCESS")
            || line.starts_with("EID")
            || line.starts_with("requests.exceptions")
            || line.starts_with("pySim.esim.http_json_api.")
            || line.contains("http_json_api:HTTP R")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The package that it opened: the name up to the first dot, and the size.
fn package(folder: &Path) -> Result<(String, u64), Broken> {
    let files = fs::read_dir(folder).map_err(Broken::io("packages"))?;
    let found: Option<PathBuf> =
        files.flatten().map(|file| file.path()).find(|path| path.to_string_lossy().ends_with(".upp.der"));
    let path = found.ok_or_else(|| Broken::not("it wrote no package"))?;
    let size = fs::metadata(&path).map_err(Broken::io("package"))?.len();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((name.split('.').next().unwrap_or_default().to_owned(), size))
}

/// A root of nobody.
fn foreign_root(file: &Path) -> Result<(), Broken> {
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
    command.args(["-subj", "/CN=Another root", "-days", "2", "-keyout", "/dev/null", "-out"]).arg(file);
    let made = command.output().map_err(Broken::io("openssl"))?;
    if made.status.success() { Ok(()) } else { Err(Broken::not(String::from_utf8_lossy(&made.stderr))) }
}

fn between(text: &str, before: &str, behind: &str) -> Option<String> {
    let (_, rest) = text.rsplit_once(before)?;
    rest.split_once(behind).map(|(found, _)| found.to_owned())
}

fn holds(well: bool, words: &str, said: &Said) -> Result<String, Broken> {
    let last = said.errors.lines().chain(said.text.lines()).last().unwrap_or_default();
    if well { Ok(words.to_owned()) } else { Err(Broken::not(last)) }
}
