//! F3: every public error of a crate stands in a table of its tests, which shows each variant once.

use std::{collections::BTreeSet, fs, io, path::Path};

/// Where crates are whose errors a person may meet.
const CRATES: [&str; 4] = ["core", "bindings", "kiosk", "cli"];

/// The public errors that no table shows, in words.
///
/// # Errors
/// If a source file can't be read.
pub fn breaches(root: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for member in members(root)? {
        let (mut public, mut shown) = (BTreeSet::new(), BTreeSet::new());
        for folder in ["src", "tests"] {
            visit(&member.join(folder), &mut |text| {
                public.extend(declared(text));
                shown.extend(tables(text));
            })?;
        }
        let name = member.strip_prefix(root).unwrap_or(&member).display();
        found.extend(public.difference(&shown).map(|error| format!("{name}: no table shows {error}")));
    }
    Ok(found)
}

fn members(root: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for folder in CRATES.map(|name| root.join(name)) {
        if folder.join("Cargo.toml").exists() {
            found.push(folder);
        } else if folder.exists() {
            for entry in fs::read_dir(folder)? {
                found.push(entry?.path());
            }
        }
    }
    Ok(found)
}

fn visit(folder: &Path, see: &mut dyn FnMut(&str)) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            visit(&path, see)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            see(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The names of the public types that derive `thiserror::Error`.
#[must_use]
pub fn declared(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut derived = false;
    for line in text.lines() {
        if line.starts_with("#[derive(") {
            derived = line.contains("thiserror::Error");
        }
        let kind = ["pub enum ", "pub struct "].iter().find_map(|kind| line.strip_prefix(kind));
        match kind {
            Some(name) if std::mem::take(&mut derived) => found.push(word(name).to_owned()),
            Some(_) => derived = false,
            None if line.starts_with("pub") || line.starts_with("struct") || line.starts_with("enum") => {
                derived = false
            }
            None => {}
        }
    }
    found
}

/// The errors that have a table: `table! { Error: …` and `table! { Error as told: …`.
#[must_use]
pub fn tables(text: &str) -> Vec<String> {
    let path = |rest: &str| {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
        rest[..end].trim_end_matches(':').rsplit("::").next().unwrap_or_default().to_owned()
    };
    text.split("table! {").skip(1).map(|rest| path(rest.trim_start())).collect()
}

fn word(text: &str) -> &str {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
}
