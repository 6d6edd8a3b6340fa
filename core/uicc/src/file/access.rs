use super::{Access, Condition, FilePath, Structure, Tree};
use tlv::{Reader, Tlv};

/// What somebody wants to do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Read,
    Update,
    Increase,
    Deactivate,
    Activate,
}

impl Operation {
    /// Its bit in an access mode byte (TS 102 221 §9.2.3); INCREASE has none.
    const fn bit(self) -> u8 {
        match self {
            Self::Read => 0x01,
            Self::Update => 0x02,
            Self::Increase => 0,
            Self::Deactivate => 0x08,
            Self::Activate => 0x10,
        }
    }

    /// Its instruction, as access mode data objects with a command description name it.
    const fn names(self, ins: u8) -> bool {
        match self {
            Self::Read => matches!(ins, 0xB0 | 0xB1 | 0xB2 | 0xA2 | 0xCB),
            Self::Update => matches!(ins, 0xD6 | 0xD7 | 0xDC | 0xDB),
            Self::Increase => ins == 0x32,
            Self::Deactivate => ins == 0x04,
            Self::Activate => ins == 0x44,
        }
    }
}

impl Tree {
    /// When `operation` is allowed on the file. `environment` is the security environment that is in force (`01`
    /// with PIN1 enabled, `00` without). A rule that is missing or malformed allows nothing.
    pub(crate) fn condition(&self, path: &FilePath, operation: Operation, environment: u8) -> Condition {
        let Some(file) = self.get(path) else { return Condition::Never };
        match &file.access {
            Access::Always => Condition::Always,
            Access::Expanded(rule) => in_rule(rule, operation),
            Access::Compact(rule) => in_compact(rule, operation),
            Access::Referenced { .. } => {
                self.arr_record(path, environment).map_or(Condition::Never, |rule| in_rule(rule, operation))
            }
        }
    }

    /// The file's rule in a form that means the same in another DF, for links to it: one by reference as it stands in
    /// its EF.ARR (of several, that for PIN1 enabled).
    pub(crate) fn portable_access(&self, path: &FilePath) -> Access {
        match self.get(path).map(|file| &file.access) {
            Some(Access::Referenced { .. }) | None => {
                Access::Expanded(unpadded(self.arr_record(path, 0x01).unwrap_or_default()).to_vec())
            }
            Some(other) => other.clone(),
        }
    }

    /// The record of an EF.ARR that the file's security attributes name; `None` if there is none.
    pub(crate) fn arr_record(&self, path: &FilePath, environment: u8) -> Option<&[u8]> {
        let Access::Referenced { ef_arr, records } = &self.get(path)?.access else { return None };
        let fid = ef_arr.unwrap_or_else(|| implied_arr(path));
        let number = match records.as_slice() {
            [(0, record)] => Some(*record),
            pairs => pairs.iter().find(|(se, _)| *se == environment).map(|(_, record)| *record),
        };
        let from = if self.get(path)?.is_df() { path.clone() } else { path.parent()? };
        let arr = self.nearest(&from, fid)?;
        let Structure::LinearFixed { record } = self.get(&arr)?.structure else { return None };
        let index = usize::from(number?).checked_sub(1)?;
        self.content(&arr)?.expose().chunks_exact(usize::from(record.max(1))).nth(index)
    }
}

/// The rule's bytes without the `FF` that fill its record.
fn unpadded(record: &[u8]) -> &[u8] {
    let used = record.len() - record.iter().rev().take_while(|b| **b == 0xFF).count();
    record.get(..used).unwrap_or_default()
}

/// FID of the EF.ARR that a bare record number means.
pub(crate) fn implied_arr(path: &FilePath) -> u16 {
    if path.fids().len() <= 1 { 0x2F06 } else { 0x6F06 }
}

/// The condition in a rule of access mode and security condition data objects: what follows the access modes that
/// name the operation. Several conditions behind one access mode are alternatives, as are several such groups.
fn in_rule(rule: &[u8], operation: Operation) -> Condition {
    let mut reader = Reader::new(rule);
    let mut found = Vec::new();
    // Whether the access modes read last name the operation, and whether a condition followed them already.
    let (mut named, mut closed) = (false, true);
    // Unused bytes at the end of a record are FF.
    while !matches!(reader.rest().first(), None | Some(0xFF)) {
        let Ok(Some(object)) = reader.next() else { return Condition::Never };
        if matches!(object.tag.0, 0x80..=0x8F | 0x9C) {
            named = (named && !closed) || names(&object, operation);
            closed = false;
        } else {
            closed = true;
            if named {
                found.push(Condition::read(&object));
            }
        }
    }
    match found.len() {
        0 => Condition::Never,
        1 => found.remove(0),
        _ => Condition::Any(found),
    }
}

fn names(mode: &Tlv<'_>, operation: Operation) -> bool {
    match mode.tag.0 {
        // Bit 8 makes the other bits proprietary.
        0x80 => mode.value.first().is_some_and(|byte| byte & 0x80 == 0 && byte & operation.bit() != 0),
        // The low bits of the tag say which of CLA, INS, P1, P2 stand in each description.
        tag @ 0x81..=0x8F if tag & 0x04 != 0 => {
            let size = (tag & 0x0F).count_ones() as usize;
            let at = usize::from(tag & 0x08 != 0);
            mode.value.chunks_exact(size).any(|description| description.get(at).is_some_and(|i| operation.names(*i)))
        }
        _ => false,
    }
}

/// Compact format: an access mode byte, then a condition byte for each of its bits that is set, bit 7 first.
fn in_compact(rule: &[u8], operation: Operation) -> Condition {
    let Some((mode, conditions)) = rule.split_first() else { return Condition::Never };
    if operation.bit() == 0 || mode & operation.bit() == 0 || mode & 0x80 != 0 {
        return Condition::Never;
    }
    let above = (mode & 0x7F & !(operation.bit() | (operation.bit() - 1))).count_ones() as usize;
    conditions.get(above).map_or(Condition::Never, |byte| Condition::from_byte(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIN: Condition = Condition::Code(0x01);

    fn rule(hex: &str, operation: Operation) -> Condition {
        in_rule(&hex::decode(hex).expect("hex"), operation)
    }

    // R: A10
    #[test]
    fn rules_as_cards_carry_them() {
        // Read and update by PIN1, the rest by ADM1, filled up with FF.
        let text = "800103A406830101950108800118A40683010A950108FFFFFF";
        assert_eq!(rule(text, Operation::Read), PIN);
        assert_eq!(rule(text, Operation::Update), PIN);
        assert_eq!(rule(text, Operation::Activate), Condition::Code(0x0A));
        assert_eq!(rule(text, Operation::Increase), Condition::Never);
        // Read always; update by ADM1 or PIN2; INCREASE by PIN1; deactivation never.
        let text = "8001019000800102A010A40683010A950108A406830181950108840132A4068301019501088001089700";
        assert_eq!(rule(text, Operation::Read), Condition::Always);
        let either = Condition::Any(vec![Condition::Code(0x0A), Condition::Code(0x81)]);
        assert_eq!(rule(text, Operation::Update), either);
        assert_eq!(rule(text, Operation::Increase), PIN);
        assert_eq!(rule(text, Operation::Deactivate), Condition::Never);
        // Two access modes in front of one condition; AND; a description of CLA and INS.
        assert_eq!(rule("8001018401329000", Operation::Increase), Condition::Always);
        let both = Condition::All(vec![PIN, Condition::Code(0x0A)]);
        assert_eq!(rule("800102AF10A406830101950108A40683010A950108", Operation::Update), both);
        assert_eq!(rule("8C0280329000", Operation::Increase), Condition::Always);
        // Conditions in a row are alternatives.
        let row = Condition::Any(vec![PIN, Condition::Code(0x0A)]);
        assert_eq!(rule("800101A406830101950108A40683010A950108", Operation::Read), row);
    }

    #[test]
    fn what_is_not_understood_allows_nothing() {
        for text in ["", "8001", "800101", "800101B000", "800101A7029700", "800101A700", "800181A406", "8001819000"] {
            assert!(!rule(text, Operation::Read).is_met(&|_| true), "{text}");
        }
    }

    #[test]
    fn compact_rules() {
        // Activate by external authentication, update by user authentication, read always.
        let rule = [0x13, 0x20, 0x10, 0x00];
        assert_eq!(in_compact(&rule, Operation::Read), Condition::Always);
        assert_eq!(in_compact(&rule, Operation::Update), Condition::Any(vec![PIN]));
        assert_eq!(in_compact(&rule, Operation::Activate), Condition::Any(vec![Condition::Code(0x0A)]));
        assert_eq!(in_compact(&rule, Operation::Deactivate), Condition::Never);
        assert_eq!(in_compact(&rule, Operation::Increase), Condition::Never);
        assert_eq!(in_compact(&[0x03, 0x10], Operation::Read), Condition::Never);
    }
}
