//! GSMA's generic test profiles (TS.48), read and worked out. They lie beside the project in `shared`.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use landfall_saip::{Package, ResolvedProfile, resolve};
use std::path::PathBuf;

fn profiles() -> Vec<(String, Vec<u8>)> {
    let shared = std::env::var_os("LANDFALL_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join("data/ts48");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|end| end == "der"))
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a readable file")))
        .collect();
    found.sort();
    assert_eq!(found.len(), 6, "all six profiles");
    found
}

fn resolved(name: &str, bytes: &[u8]) -> ResolvedProfile {
    let package = Package::parse(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    resolve(&package).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_byte_comes_back() {
    for (name, bytes) in profiles() {
        let package = Package::parse(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(package.encode().expose(), bytes, "{name}");
    }
}

#[test]
fn all_elements_are_done() {
    for (name, bytes) in profiles() {
        let profile = resolved(&name, &bytes);
        assert_eq!(profile.remarks, [], "{name}");
    }
}
