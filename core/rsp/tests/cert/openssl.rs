//! Another implementation reads what we issue: the `openssl` program.
#![expect(clippy::print_stderr, reason = "says why it was skipped")]

use crate::support::{NOW, World, eid};
use landfall_rsp::cert::{Certificate, issue};
use std::{fs, path::Path, process::Command};

/// Where there is no `openssl` the test is skipped, but not in CI.
fn available() -> bool {
    let found = Command::new("openssl").arg("version").output().is_ok_and(|out| out.status.success());
    assert!(found || std::env::var_os("CI").is_none(), "CI needs the openssl program");
    if !found {
        eprintln!("skipped: no openssl program");
    }
    found
}

fn openssl(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let out = Command::new("openssl").current_dir(folder).args(arguments).output().expect("openssl runs");
    let text = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    (out.status.success(), text)
}

fn write(folder: &Path, name: &str, certificate: &Certificate) {
    fs::write(folder.join(format!("{name}.der")), certificate.as_der()).expect("temporary folder");
    let (ok, text) =
        openssl(folder, &["x509", "-inform", "der", "-in", &format!("{name}.der"), "-out", &format!("{name}.pem")]);
    assert!(ok, "{name}: {text}");
}

#[test]
fn openssl_verifies_what_we_issue() {
    if !available() {
        return;
    }
    let (w, folder) = (World::new(), tempfile::tempdir().expect("temporary folder"));
    let at = NOW.0.to_string();
    let all =
        [("ci", &w.ci), ("eum", &w.eum), ("auth", &w.dp_auth), ("pb", &w.dp_pb), ("tls", &w.tls), ("kiosk", &w.kiosk)];
    for (name, certificate) in all {
        write(folder.path(), name, certificate);
        let file = format!("{name}.pem");
        let (ok, text) =
            openssl(folder.path(), &["verify", "-attime", &at, "-x509_strict", "-CAfile", "ci.pem", &file]);
        assert!(ok, "{name}: {text}");
    }
    // EID ranges are not RFC 5280's idea of name constraints, so that only the signature of the eUICC is compared.
    write(folder.path(), "euicc", &w.euicc);
    fs::write(folder.path().join("tbs"), w.euicc.tbs()).expect("temporary folder");
    fs::write(folder.path().join("signature"), w.euicc.signature()).expect("temporary folder");
    let (ok, key) = openssl(folder.path(), &["x509", "-in", "eum.pem", "-noout", "-pubkey"]);
    assert!(ok, "{key}");
    fs::write(folder.path().join("key.pem"), key).expect("temporary folder");
    let (ok, text) =
        openssl(folder.path(), &["dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "tbs"]);
    assert!(ok, "{text}");
    let (_, text) = openssl(folder.path(), &["x509", "-in", "euicc.pem", "-noout", "-text"]);
    assert!(text.contains(&format!("serialNumber = {}", eid())), "{text}");
    let list = w.ci_key.finish(issue::crl(&w.ci, 3, NOW, NOW.plus(60), &[w.eum.serial()]).expect("fits"));
    fs::write(folder.path().join("list.der"), list).expect("temporary folder");
    let (ok, text) =
        openssl(folder.path(), &["crl", "-inform", "der", "-in", "list.der", "-CAfile", "ci.pem", "-noout", "-text"]);
    assert!(ok && text.contains("verify OK") && text.contains("Revoked Certificates"), "{text}");
}

#[test]
fn openssl_reads_a_certificate_request() {
    if !available() {
        return;
    }
    let (key, folder) = (crate::support::Key::generate(), tempfile::tempdir().expect("temporary folder"));
    let csr = key.finish(landfall_rsp::cert::csr::Csr::make(&key.public(), &[5; 32], "phone-1", None));
    fs::write(folder.path().join("csr.der"), csr.as_der()).expect("temporary folder");
    let (ok, text) = openssl(folder.path(), &["req", "-inform", "der", "-in", "csr.der", "-noout", "-verify"]);
    assert!(ok && text.contains("OK"), "{text}");
}
