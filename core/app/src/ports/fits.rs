use model::Platform;
use nearfield::message::Manifest;
use std::cmp::Ordering;

/// Why a genuine package is not for this phone and this product.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is for another system.
    #[error("it was made for {os} on {cpu}")]
    Platform {
        /// The operating system that it is for.
        os: String,
        /// The processor that it is for.
        cpu: String,
    },
    /// It comes with another product.
    #[error("it comes with the product {0}")]
    Class(String),
    /// A newer one is installed.
    #[error("its release {given} is older than {installed}, which is installed")]
    Older {
        /// Its release.
        given: String,
        /// The one that is installed.
        installed: String,
    },
}

impl Unfit {
    /// Whether the same package may fit later, nothing else being changed: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Tell the staff: the kiosk's packages are mixed up."
    }
}

/// Whether a package is for this platform and class, and not older than what is installed (A6). Releases that are not numbers with dots
/// between them can't be compared, and pass.
pub(crate) fn check(
    manifest: &Manifest,
    platform: &Platform,
    class_id: &str,
    installed: Option<&str>,
) -> Result<(), Unfit> {
    if manifest.platform != *platform {
        let Platform { os, cpu } = manifest.platform.clone();
        return Err(Unfit::Platform { os, cpu });
    }
    if manifest.class_id != class_id {
        return Err(Unfit::Class(manifest.class_id.clone()));
    }
    match installed {
        Some(installed) if compare(&manifest.version, installed) == Some(Ordering::Less) => {
            Err(Unfit::Older { given: manifest.version.clone(), installed: installed.to_owned() })
        }
        _ => Ok(()),
    }
}

fn compare(a: &str, b: &str) -> Option<Ordering> {
    let numbers = |text: &str| -> Option<Vec<u64>> {
        let mut numbers = text.split('.').map(|n| n.parse().ok()).collect::<Option<Vec<u64>>>()?;
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        Some(numbers)
    };
    Some(numbers(a)?.cmp(&numbers(b)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: A6
    #[test]
    fn releases_compare_by_their_numbers() {
        assert_eq!(compare("1.10", "1.9"), Some(Ordering::Greater));
        assert_eq!(compare("1.2.0", "1.2"), Some(Ordering::Equal));
        assert_eq!(compare("1", "1.0.1"), Some(Ordering::Less));
        assert_eq!(compare("1.2-beta", "1.2"), None);
    }
}
