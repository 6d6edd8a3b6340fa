//! What a kiosk announces about itself: on a network (DNS-SD TXT fields, RFC 6763 §6), and on Bluetooth LE ([`ble`]). A hint only: the
//! handshake proves.

pub mod ble;
mod hint;

pub use hint::{Hint, NotAHint};

use crate::start_code::parse_hex;

/// The service type that kiosks announce by multicast DNS.
pub const SERVICE: &str = "_landfall._tcp.local.";

const MAX_ROOTS: usize = 8;

/// A kiosk's announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The greatest protocol version that it speaks.
    pub version: u16,
    /// The operator's name.
    pub operator: String,
    /// Subject key identifiers of the roots that vouch for it; the first eight are announced.
    pub root_key_ids: Vec<Vec<u8>>,
    /// Which kiosk it is, as its other links announce it too.
    pub hint: Option<Hint>,
}

impl Announcement {
    /// The TXT fields: `v`, `op`, `root` (hex, several separated by commas) and `id` (the hint, hex).
    #[must_use]
    pub fn to_fields(&self) -> Vec<(&'static str, String)> {
        let hex = |id: &Vec<u8>| id.iter().map(|b| format!("{b:02X}")).collect::<String>();
        let roots: Vec<String> = self.root_key_ids.iter().take(MAX_ROOTS).map(hex).collect();
        let mut fields =
            vec![("v", self.version.to_string()), ("op", self.operator.clone()), ("root", roots.join(","))];
        fields.extend(self.hint.map(|hint| ("id", hint.to_string())));
        fields
    }

    /// From TXT fields; unknown ones are skipped. `None` if it is no announcement of ours.
    #[must_use]
    pub fn from_fields<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<Self> {
        let (mut version, mut operator, mut root_key_ids, mut hint) = (None, String::new(), Vec::new(), None);
        for (key, value) in fields {
            match key.to_ascii_lowercase().as_str() {
                "v" => version = value.parse().ok(),
                "op" => operator = value.to_owned(),
                "root" if value.is_empty() => {}
                "root" => root_key_ids = value.split(',').take(MAX_ROOTS).map(parse_hex).collect::<Option<_>>()?,
                "id" => hint = value.parse().ok(),
                _ => {}
            }
        }
        Some(Self { version: version?, operator, root_key_ids, hint })
    }

    /// Whether a root that the phone has installed vouches for the kiosk, by its own word.
    #[must_use]
    pub fn is_under<'a>(&self, mut installed: impl Iterator<Item = &'a [u8]>) -> bool {
        installed.any(|root| self.root_key_ids.iter().any(|id| id == root))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn comes_back() {
        let root_key_ids = vec![vec![0xAB; 20], vec![1; 20]];
        let hint = Some(Hint::of(&[7; 32]));
        let own = Announcement { version: 1, operator: "Öp".to_owned(), root_key_ids, hint };
        let fields = own.to_fields();
        let read = |extra| Announcement::from_fields(fields.iter().map(|(k, v)| (*k, v.as_str())).chain(extra));
        assert_eq!(read(Some(("later", "x"))), Some(own.clone()));
        assert!(own.is_under([[1; 20].as_slice()].into_iter()) && !own.is_under([[2; 20].as_slice()].into_iter()));
        assert_eq!(Announcement::from_fields([("op", "x")]), None);
    }

    proptest! {
        #[test]
        fn any_fields_are_read_or_refused(fields in proptest::collection::vec(("(v|op|root|id|x)", "\\PC{0,50}"), 0..6)) {
            let _ = Announcement::from_fields(fields.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        }
    }
}
