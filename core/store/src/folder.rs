use crate::OpenError;
use std::{
    fs::{DirBuilder, File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// A program that this process is just starting holds copies of its open files until it runs: a claim that was given up
/// stands for so long at most.
const AFTERGLOW: Duration = Duration::from_millis(500);

/// A data folder that this process owns (law 10): as long as a clone of this lives, no other process can claim it.
/// The system frees the claim when the process dies, however it dies.
#[derive(Debug, Clone)]
pub struct Folder {
    claim: Arc<Claim>,
}

#[derive(Debug)]
struct Claim {
    path: PathBuf,
    /// Holds the lock by being open.
    _lock: File,
}

impl Folder {
    /// Claims the folder at `path`, creating it (mode 0700) if it isn't there.
    ///
    /// # Errors
    /// [`OpenError::Held`] names the process that owns it; [`OpenError::Io`].
    pub fn claim(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let io = |source| OpenError::Io { path: path.to_owned(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(io)?;
        let path = path.canonicalize().map_err(io)?;
        let at = path.join("lock");
        let io = |source| OpenError::Io { path: at.clone(), source };
        let mut options = OpenOptions::new();
        let mut lock = options.read(true).write(true).create(true).truncate(false).mode(0o600).open(&at).map_err(io)?;
        let begun = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(source)) => return Err(io(source)),
                Err(TryLockError::WouldBlock) => {
                    let (holder, pid) = holder(&mut lock).map_err(io)?;
                    if pid != Some(std::process::id()) || begun.elapsed() > AFTERGLOW {
                        return Err(OpenError::Held { folder: path, holder, pid });
                    }
                    thread::sleep(Duration::from_millis(5));
                }
            }
        }
        sign(&mut lock).map_err(io)?;
        Ok(Self { claim: Arc::new(Claim { path, _lock: lock }) })
    }

    /// Where it is, as an absolute path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.claim.path
    }
}

/// Leaves this process's id and name in the lock file, for whoever finds it locked.
fn sign(lock: &mut File) -> std::io::Result<()> {
    let program = std::env::current_exe().ok();
    let name = program.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    lock.set_len(0)?;
    lock.rewind()?;
    lock.write_all(format!("{} {name}\n", std::process::id()).as_bytes())
}

/// Who holds the lock, in words and as a process id, by the note in the file.
fn holder(lock: &mut File) -> std::io::Result<(String, Option<u32>)> {
    let mut note = Vec::new();
    lock.rewind()?;
    lock.take(256).read_to_end(&mut note)?;
    let text = String::from_utf8_lossy(&note);
    let mut words = text.trim_end().splitn(2, ' ');
    let pid = words.next().and_then(|w| w.parse().ok());
    let holder = match (pid, words.next()) {
        (Some(pid), Some(name)) if !name.is_empty() => format!("process {pid} ({name})"),
        (Some(pid), _) => format!("process {pid}"),
        (None, _) => "another process".to_owned(),
    };
    Ok((holder, pid))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn one_owner_at_a_time_and_it_is_named() {
        let temp = tempfile::tempdir().expect("temp folder");
        let path = temp.path().join("data");
        let folder = Folder::claim(&path).expect("free");
        assert_eq!(std::fs::metadata(&path).expect("exists").permissions().mode() & 0o777, 0o700);
        let second = Folder::claim(&path);
        assert!(matches!(second, Err(OpenError::Held { pid: Some(pid), .. }) if pid == std::process::id()));
        let clone = folder.clone();
        drop(folder);
        assert!(Folder::claim(&path).is_err(), "a clone still owns it");
        drop(clone);
        assert!(Folder::claim(&path).is_ok());
    }
}
