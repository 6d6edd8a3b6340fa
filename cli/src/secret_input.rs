//! PINs, codes and passphrases: from a file or the terminal, never from the command line.

use crate::failure::Failure;
use model::SecretBytes;
use std::path::Path;
use zeroize::Zeroizing;

/// The secret in `file` (its last line break cut off), or what the user types at `prompt`.
pub(crate) fn read(file: Option<&Path>, prompt: &str) -> Result<SecretBytes, Failure> {
    match file {
        Some(path) => from_file(path),
        None => {
            let typed = Zeroizing::new(rpassword::prompt_password(format!("{prompt}: ")).map_err(Failure::terminal)?);
            Ok(typed.as_bytes().into())
        }
    }
}

/// A new secret: from a file, or typed twice.
pub(crate) fn read_new(file: Option<&Path>, prompt: &str) -> Result<SecretBytes, Failure> {
    let first = read(file, prompt)?;
    if file.is_none() && read(None, &format!("{prompt} again"))? != first {
        return Err(Failure::Usage("the two are not the same".to_owned()));
    }
    Ok(first)
}

fn from_file(path: &Path) -> Result<SecretBytes, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::File { path: path.display().to_string(), error })?;
    let bytes = Zeroizing::new(bytes);
    let end = bytes.iter().rposition(|b| !matches!(b, b'\n' | b'\r')).map_or(0, |last| last + 1);
    Ok(bytes[..end].into())
}
