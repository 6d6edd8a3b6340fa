//! Small files beside the database that survive a power cut whole: old or new, never in between.

use crate::crash;
use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Writes `bytes` to `path` (mode 0600), so that after a crash at any moment the file holds either what it held before
/// or all of `bytes`; once this returns, the latter.
///
/// # Errors
/// What the system refused; the old file then still stands.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let partial = partial(path);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    crash::point("store.file.written");
    std::fs::rename(&partial, path)?;
    crash::point("store.file.renamed");
    sync_parent(path)
}

/// Makes the creation, renaming or removal of `path` itself durable.
///
/// # Errors
/// What the system refused.
pub fn sync_parent(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent)?.sync_all()
}

/// The name under which a file is written before it gets its own.
pub(crate) fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn replaces_whole_and_private() {
        let folder = tempfile::tempdir().expect("temp folder");
        let path = folder.path().join("key");
        write_atomic(&path, b"first, and longer").expect("writes");
        write_atomic(&path, b"second").expect("writes");
        assert_eq!(std::fs::read(&path).expect("reads"), b"second");
        let mode = std::fs::metadata(&path).expect("exists").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(!partial(&path).exists());
    }
}
