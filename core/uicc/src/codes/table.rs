use super::{CodeKey, CodeSpec};
use crate::{file::FilePath, status::StatusWord};
use model::SecretBytes;
use std::collections::BTreeMap;

/// All codes of a card. Values are 8 bytes, padded with `FF`.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct CodeTable {
    pub(crate) codes: BTreeMap<CodeKey, CodeSpec>,
    pub(crate) puks: BTreeMap<u8, CodeSpec>,
    /// DFs that use the local codes of another DF.
    pub(crate) shared: BTreeMap<FilePath, FilePath>,
}

/// Which value a presented one is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Slot {
    Code(CodeKey),
    Puk(u8),
}

impl CodeTable {
    pub(crate) fn get(&self, slot: &Slot) -> Option<&CodeSpec> {
        match slot {
            Slot::Code(key) => self.codes.get(key),
            Slot::Puk(number) => self.puks.get(number),
        }
    }

    pub(crate) fn get_mut(&mut self, slot: &Slot) -> Option<&mut CodeSpec> {
        match slot {
            Slot::Code(key) => self.codes.get_mut(key),
            Slot::Puk(number) => self.puks.get_mut(number),
        }
    }

    /// The code that `reference` means at the file or DF `at`, with the application `app` active: global ones stand at
    /// the MF, local ones at the nearest DF above that has one, else at the application, else wherever there is one.
    pub(crate) fn find(&self, reference: u8, at: &FilePath, app: Option<&FilePath>) -> Option<CodeKey> {
        let key = |scope: &FilePath| {
            let scope = self.shared.get(scope).unwrap_or(scope);
            let key = CodeKey { scope: scope.clone(), reference };
            self.codes.contains_key(&key).then_some(key)
        };
        if reference & 0x80 == 0 {
            return key(&FilePath::mf());
        }
        let mut df = Some(at.clone());
        while let Some(here) = df {
            if let Some(found) = key(&here) {
                return Some(found);
            }
            df = here.parent();
        }
        app.and_then(key).or_else(|| self.codes.keys().find(|key| key.reference == reference).cloned())
    }

    /// Whether the universal PIN stands in for this code, which was disabled in its favour.
    pub(crate) fn universal(&self) -> Option<CodeKey> {
        let key = CodeKey { scope: FilePath::mf(), reference: CodeSpec::UNIVERSAL };
        self.codes.contains_key(&key).then_some(key)
    }
}

impl CodeSpec {
    /// Takes one try away; the comparison must not be answered before this is durable.
    pub(crate) fn take_try(&mut self) {
        self.tries_left = self.tries_left.saturating_sub(1);
    }

    /// Gives all tries back.
    pub(crate) fn restore_tries(&mut self) {
        self.tries_left = self.tries;
    }

    pub(crate) const fn is_blocked(&self) -> bool {
        self.tries_left == 0
    }

    /// What an empty VERIFY or UNBLOCK answers.
    pub(crate) const fn status(&self) -> StatusWord {
        if self.is_blocked() { StatusWord::BLOCKED } else { StatusWord::tries_left(self.tries_left) }
    }

    /// Whether `value` may become its new value: 4 to 8 ASCII digits padded with `FF`; an ADM code may be any 8 bytes.
    pub(crate) fn accepts(&self, value: &[u8]) -> bool {
        value.len() == 8 && (matches!(self.reference & 0x7F, 0x0A..=0x0E) || is_pin(value))
    }
}

fn is_pin(value: &[u8]) -> bool {
    let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
    digits >= 4 && value.iter().skip(digits).all(|b| *b == 0xFF)
}

/// A code of 4 to 8 bytes padded with `FF` to 8; `None` if it has another size.
pub(crate) fn padded(value: &SecretBytes) -> Option<SecretBytes> {
    let size = value.len();
    (4..=8).contains(&size).then(|| {
        let mut padded = Vec::with_capacity(8);
        padded.extend_from_slice(value.expose());
        padded.resize(8, 0xFF);
        padded.into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_codes_are_found_near_the_file_first() {
        let mut table = CodeTable::default();
        let usim = FilePath::from([0x7FF0]);
        for scope in [FilePath::mf(), usim.clone()] {
            for reference in [0x01, 0x81] {
                if scope.is_mf() || reference == 0x81 {
                    let key = CodeKey { scope: scope.clone(), reference };
                    table.codes.insert(key, CodeSpec::pin(reference, [0x31; 8]));
                }
            }
        }
        let scope = |reference, at: &FilePath| table.find(reference, at, None).map(|key| key.scope);
        assert_eq!(scope(0x81, &[0x7FF0, 0x5F3A, 0x4F30].into()), Some(usim.clone()));
        assert_eq!(scope(0x81, &[0x7F10].into()), Some(FilePath::mf()));
        assert_eq!(scope(0x01, &usim), Some(FilePath::mf()));
        assert_eq!(scope(0x0A, &usim), None);
    }

    #[test]
    fn a_new_pin_is_digits_and_filler() {
        let pin = CodeSpec::pin(1, [0x31; 8]);
        assert!(pin.accepts(b"1234\xFF\xFF\xFF\xFF") && pin.accepts(b"12345678"));
        for bad in [&b"123\xFF\xFF\xFF\xFF\xFF"[..], b"1234\xFF5\xFF\xFF", b"1234", b"12a4\xFF\xFF\xFF\xFF"] {
            assert!(!pin.accepts(bad));
        }
        assert!(CodeSpec::adm(0x0A, [0x31; 8]).accepts(&[0xA5; 8]));
    }
}
