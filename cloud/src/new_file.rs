use crate::service::Entropy;
use model::Random;
use std::{
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use store::files::sync_parent;

/// Makes `path` of `bytes` (mode 0600), whole and durable, unless it is there: of several instances that start at once over a shared folder one makes it,
/// and all go on with that one's. Whoever calls reads it then.
///
/// # Errors
/// What the system refused.
pub(crate) fn make(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let partial = Partial::write(path, bytes)?;
    match std::fs::hard_link(&partial.0, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        // What this system has no links on, FAT and some folders of networks and containers.
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) => {
            without_links(path, bytes)?;
        }
        linked => linked?,
    }
    // Another's, too: it may not have come so far yet, and this one relies on it from here on.
    sync_parent(path)
}

/// As [`make`]. Who reads it before it is whole finds no key in it, and does not start; at its next start it does.
fn without_links(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = match create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        created => created?,
    };
    let written = write(file, bytes);
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn write(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// A file under a name of this call's own; it goes with this.
struct Partial(PathBuf);

impl Partial {
    fn write(path: &Path, bytes: &[u8]) -> io::Result<Self> {
        // By chance: processes in different containers may have the same number.
        let mut own = [0; 8];
        Entropy.fill(&mut own);
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.partial", hex::encode(own)));
        let path = path.with_file_name(name);
        let file = create(&path)?;
        let partial = Self(path);
        write(file, bytes)?;
        Ok(partial)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    // R: F6
    #[test]
    fn the_first_one_stays_with_links_and_without() {
        for make in [make, without_links] {
            let folder = tempfile::tempdir().expect("temp folder");
            let path = folder.path().join("key");
            for bytes in [b"first", b"later"] {
                make(&path, bytes).expect("made, or there");
                assert_eq!(std::fs::read(&path).expect("there"), b"first");
            }
            assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
            assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 1, "nothing else stays");
        }
        assert!(make(Path::new("/nowhere/at/all/key"), b"first").is_err());
    }
}
