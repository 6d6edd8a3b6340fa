use super::KeystoreError;
use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};
use store::{Folder, crash, files};
use zeroize::Zeroizing;

const KEY: &str = "keystore.key";
const DATA: &str = "keystore.";

/// The keystore's files in its folder, whose claim they keep.
pub(super) struct Files {
    folder: Folder,
}

impl Files {
    pub(super) fn new(folder: &Folder) -> Self {
        Self { folder: folder.clone() }
    }

    pub(super) fn exist(&self) -> bool {
        self.path(KEY).exists()
    }

    /// The key file, refused if others than its owner may read it.
    pub(super) fn key(&self) -> Result<Zeroizing<Vec<u8>>, KeystoreError> {
        let path = self.path(KEY);
        let mode = std::fs::metadata(&path).map_err(|e| unreadable(&path, &e))?.permissions().mode();
        if mode & 0o077 != 0 {
            let text = format!("{} can be read by others: give it mode 0600", path.display());
            return Err(KeystoreError::BadFile(text));
        }
        read(&path)
    }

    pub(super) fn data(&self, generation: u32) -> Result<Zeroizing<Vec<u8>>, KeystoreError> {
        read(&self.path(&format!("{DATA}{generation}")))
    }

    /// Makes `data` and `key` what holds, durably, then overwrites and removes what they replace.
    pub(super) fn replace(&self, generation: u32, data: &[u8], key: &[u8]) -> Result<(), KeystoreError> {
        let at = self.path(&format!("{DATA}{generation}"));
        files::write_atomic(&at, data).map_err(|e| refused(&at, &e))?;
        crash::point("keystore.data");
        let at = self.path(KEY);
        // Held open, so that it can still be overwritten once the new one has its name.
        let old = OpenOptions::new().write(true).open(&at).ok();
        files::write_atomic(&at, key).map_err(|e| refused(&at, &e))?;
        crash::point("keystore.key");
        if let Some(Err(error)) = old.map(scrub) {
            tracing::warn!(%error, "an old key file could not be overwritten");
        }
        self.tidy(generation);
        Ok(())
    }

    /// Overwrites and removes data files other than the valid one, and what a crash left half-written.
    pub(super) fn tidy(&self, generation: u32) {
        let valid = format!("{DATA}{generation}");
        let Ok(entries) = std::fs::read_dir(self.folder.path()) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(DATA) && name != valid && name != KEY {
                let path = entry.path();
                let gone = OpenOptions::new().write(true).open(&path).and_then(scrub);
                if let Err(error) = gone.and_then(|()| std::fs::remove_file(&path)) {
                    tracing::warn!(%error, "an old keystore file could not be removed");
                }
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn scrub(mut file: File) -> io::Result<()> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
    file.write_all(&vec![0; length])?;
    file.sync_all()
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeystoreError> {
    std::fs::read(path).map(Zeroizing::new).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> KeystoreError {
    KeystoreError::BadFile(format!("{}: {error}", path.display()))
}

fn refused(path: &Path, error: &io::Error) -> KeystoreError {
    KeystoreError::Unavailable(format!("{}: {error}", path.display()))
}
