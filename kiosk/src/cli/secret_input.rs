//! Passphrases: from a file or the terminal, never from the command line.

use crate::{command::Failure, keys::Unlock};
use model::SecretBytes;
use std::path::Path;
use zeroize::Zeroizing;

/// What opens keys that `needed` a passphrase or not.
pub(super) fn unlock(needed: bool, file: Option<&Path>, prompt: &str) -> Result<Unlock, Failure> {
    match (needed, file) {
        (false, _) => Ok(Unlock::KeyFile),
        (true, Some(file)) => from_file(file),
        (true, None) => typed(prompt).map(Unlock::Passphrase),
    }
}

/// What shall guard new keys: a passphrase from a file or typed twice, else the key file.
pub(super) fn guard(ask: bool, file: Option<&Path>, prompt: &str) -> Result<Unlock, Failure> {
    match (ask, file) {
        (_, Some(file)) => from_file(file),
        (false, None) => Ok(Unlock::KeyFile),
        (true, None) => {
            let first = typed(prompt)?;
            if typed(&format!("{prompt} again"))? == first {
                Ok(Unlock::Passphrase(first))
            } else {
                Err(Failure::lasting("the two passphrases are not the same", "Type the same one twice."))
            }
        }
    }
}

fn typed(prompt: &str) -> Result<SecretBytes, Failure> {
    let typed = rpassword::prompt_password(format!("{prompt}: "))
        .map_err(|e| Failure::lasting(format!("the terminal can't be read: {e}"), "Give --passphrase-file FILE."))?;
    Ok(Zeroizing::new(typed).as_bytes().into())
}

fn from_file(path: &Path) -> Result<Unlock, Failure> {
    read(path).map(Unlock::Passphrase)
}

/// The file's content, its last line break cut off.
pub(super) fn read(path: &Path) -> Result<SecretBytes, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|e| Failure::lasting(format!("{}: {e}", path.display()), "Check the path and its permissions."))?;
    let bytes = Zeroizing::new(bytes);
    let end = bytes.iter().rposition(|b| !matches!(b, b'\n' | b'\r')).map_or(0, |last| last + 1);
    Ok(bytes.get(..end).unwrap_or_default().into())
}
