//! The library that keeps unsynced writes in a process's memory, so that they die with it: a power cut without one.

use landfall_stage::Broken;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Compiles it to `folder`.
///
/// # Errors
/// If there is no C compiler, or the system has no such libraries.
pub fn library(folder: &Path) -> Result<PathBuf, Broken> {
    let sources = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/unsynced"));
    let entries = std::fs::read_dir(sources).map_err(Broken::io(sources.display().to_string()))?;
    let files = entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "c"));
    let out = folder.join("unsynced.so");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O2", "-o"]).arg(&out).args(files).args(["-ldl", "-pthread"]);
    let status = compiler.status().map_err(Broken::io("cc"))?;
    if status.success() { Ok(out) } else { Err(Broken::not("the library can't be compiled here")) }
}
