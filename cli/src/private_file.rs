//! Files that only their owner can read, for what opens an account.

use crate::failure::Failure;
use std::{fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

/// Writes a new file; one that is there is not touched.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let failed = |error| Failure::File { path: path.display().to_string(), error };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(failed)
}

/// Whether [`write`] will find nothing in its way: asked before what is to be written is made.
pub(crate) fn is_free(path: &Path) -> Result<(), Failure> {
    let there = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
    if path.exists() { Err(Failure::File { path: path.display().to_string(), error: there }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;

    // R: B4
    #[test]
    fn nobody_else_reads_it_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sheet.txt");
        is_free(&path).expect("it is not there");
        write(&path, b"LF1").expect("it is written");
        assert_eq!(std::fs::metadata(&path).expect("it is there").mode() & 0o777, 0o600);
        assert!(matches!(is_free(&path), Err(Failure::File { .. })));
        assert!(matches!(write(&path, b"other"), Err(Failure::File { .. })));
        assert_eq!(std::fs::read(&path).expect("it is there"), b"LF1");
    }
}
