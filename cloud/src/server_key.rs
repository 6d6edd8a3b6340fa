use crate::{new_file, service::ServerKey};
use std::{
    io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// The file in the data folder.
pub(crate) const FILE: &str = "server.key";

/// Why the server's key can't be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file can't be read or made.
    #[error("the server's key {} can't be read or made: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is no key.
    #[error("{} is no key of a server: that has 64 hexadecimal digits", .0.display())]
    Malformed(PathBuf),
    /// Others can read it.
    #[error("the server's key {} can be read by others", .0.display())]
    Open(PathBuf),
}

impl KeyFileError {
    /// Whether trying again helps.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the operator can do.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Io { .. } => "Check the path and its permissions, or give another by LANDFALL_CLOUD_KEY_FILE.",
            Self::Malformed(_) => "Restore the file from a copy: with another key no password opens any more.",
            Self::Open(_) => "Run chmod 600 on it, and think about who may have read it.",
        }
    }
}

/// The key in `path`; if there is none, a new one, made durable before it is used. Instances that start at once have the same.
///
/// # Errors
/// [`KeyFileError`]
pub fn read_or_make(path: &Path) -> Result<ServerKey, KeyFileError> {
    let io = |source| KeyFileError::Io { path: path.to_owned(), source };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let made = Zeroizing::new(format!("{}\n", hex::encode(ServerKey::make().expose())));
            new_file::make(path, made.as_bytes()).map_err(io)?;
            // Another instance's, if that one came first.
            Zeroizing::new(std::fs::read_to_string(path).map_err(io)?)
        }
        Err(error) => return Err(io(error)),
    };
    if std::fs::metadata(path).map_err(io)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyFileError::Open(path.to_owned()));
    }
    let mut bytes = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text.trim(), &mut *bytes).map_err(|_| KeyFileError::Malformed(path.to_owned()))?;
    ServerKey::read(&*bytes).ok_or_else(|| KeyFileError::Malformed(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F6
    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().expect("temp folder");
        let path = folder.path().join(FILE);
        let made = read_or_make(&path).expect("made");
        assert_eq!(read_or_make(&path).expect("read").expose(), made.expose());
        let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("its mode");
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        mode(0o640);
        assert!(matches!(read_or_make(&path), Err(KeyFileError::Open(_))));
        mode(0o600);
        std::fs::write(&path, "not a key").expect("written");
        assert!(matches!(read_or_make(&path), Err(KeyFileError::Malformed(_))));
    }

    // R: F6
    #[test]
    fn instances_that_start_together_have_one_key() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().expect("temp folder");
            let path = folder.path().join(FILE);
            let start = std::sync::Barrier::new(16);
            let keys: Vec<ServerKey> = std::thread::scope(|scope| {
                let make = || {
                    start.wait();
                    read_or_make(&path).expect("made or read")
                };
                let makers: Vec<_> = (0..16).map(|_| scope.spawn(make)).collect();
                makers.into_iter().map(|maker| maker.join().expect("runs")).collect()
            });
            let kept = read_or_make(&path).expect("read");
            assert!(keys.iter().all(|key| key.expose() == kept.expose()));
            assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 1, "nothing else stays");
        }
    }
}
