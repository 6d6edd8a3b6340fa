//! The search for what must not lie on a disk in clear: Ki, OPc, PINs.

use landfall_stage::Broken;
use std::path::{Path, PathBuf};

/// Texts and bytes to look for.
#[derive(Default)]
pub(crate) struct Secrets(Vec<Vec<u8>>);

/// What a search went through.
#[derive(Default)]
pub(crate) struct Searched {
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    /// Files with something in them.
    pub(crate) found: Vec<PathBuf>,
}

impl Secrets {
    /// A key: as bytes, and in hexadecimal digits.
    pub(crate) fn key(&mut self, key: &[u8]) {
        self.0.extend([key.to_vec(), hex::encode(key).into_bytes(), hex::encode_upper(key).into_bytes()]);
    }

    /// A PIN: its digits.
    pub(crate) fn pin(&mut self, pin: &str) {
        self.0.push(pin.as_bytes().to_vec());
    }

    /// How many forms are looked for.
    pub(crate) const fn count(&self) -> usize {
        self.0.len()
    }

    /// Reads every file below `folder`.
    pub(crate) fn search(&self, folder: &Path, searched: &mut Searched) -> Result<(), Broken> {
        let name = || folder.display().to_string();
        for entry in std::fs::read_dir(folder).map_err(Broken::io(name()))? {
            let entry = entry.map_err(Broken::io(name()))?;
            let kind = entry.file_type().map_err(Broken::io(name()))?;
            if kind.is_dir() {
                self.search(&entry.path(), searched)?;
            } else if kind.is_file() {
                let bytes = std::fs::read(entry.path()).map_err(Broken::io(name()))?;
                searched.files += 1;
                searched.bytes += bytes.len();
                if self.0.iter().any(|secret| bytes.windows(secret.len()).any(|window| window == secret)) {
                    searched.found.push(entry.path());
                }
            }
        }
        Ok(())
    }
}
