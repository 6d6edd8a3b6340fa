//! A dependency that nothing names is one more thing to build, to review and to trust, for nothing.

use serde_json::Value;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Every dependency in the output of `cargo metadata --no-deps` that its package's sources never name, in words.
///
/// # Errors
/// If sources can't be read.
pub fn breaches(metadata: &Value) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let folder = Path::new(package["manifest_path"].as_str().unwrap_or_default()).parent();
        let mut sources = String::new();
        for part in ["build.rs", "src", "tests", "benches", "examples"] {
            read(&folder.unwrap_or(Path::new("")).join(part), &mut sources)?;
        }
        found.extend(unnamed(package, &sources).iter().map(|dependency| format!("{name} never names {dependency}")));
    }
    Ok(found)
}

/// The dependencies of this package that its sources do not name.
#[must_use]
pub fn unnamed(package: &Value, sources: &str) -> Vec<String> {
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    let known = dependencies.filter_map(|d| d["rename"].as_str().or_else(|| d["name"].as_str()));
    let mut unnamed: Vec<String> =
        known.map(|name| name.replace('-', "_")).filter(|name| !names(sources, name)).collect();
    unnamed.sort();
    unnamed.dedup();
    unnamed
}

/// Whether the crate's name stands in the sources as a word.
fn names(sources: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    sources.match_indices(name).any(|(at, _)| {
        let (before, after) = sources.split_at(at);
        let after = after.get(name.len()..).unwrap_or_default();
        !before.ends_with(is_word) && !after.starts_with(is_word)
    })
}

fn read(path: &PathBuf, into: &mut String) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            read(&entry?.path(), into)?;
        }
    } else if path.extension().is_some_and(|kind| kind == "rs") && path.is_file() {
        into.push_str(&fs::read_to_string(path)?);
    }
    Ok(())
}
