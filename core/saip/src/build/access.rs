//! EF.ARR: the fourteen rules that templates refer to by number (interoperable format §9.9), with PIN1 `01`, PIN2 `81`
//! and ADM1 `0A`.

/// Bytes of a record: the longest rule.
pub(super) const RECORD: u8 = 33;

/// Record of the rule "read always, update by ADM1".
pub(super) const READ_ALWAYS: u8 = 10;
/// "Read by PIN1, update by ADM1".
pub(super) const READ_PIN: u8 = 2;
/// "Read and update by PIN1".
pub(super) const UPDATE_PIN: u8 = 5;
/// "Read always, update by PIN1".
pub(super) const READ_ALWAYS_UPDATE_PIN: u8 = 9;
/// "Read by PIN1, update by PIN2".
pub(super) const UPDATE_PIN2: u8 = 8;
/// "Read, update and increase by PIN1".
pub(super) const COUNT_UP: u8 = 7;
/// Directories.
pub(super) const DIRECTORY: u8 = 14;

/// Who may do something.
#[derive(Clone, Copy)]
enum Who {
    Always,
    Never,
    Pin1,
    Pin2,
    Adm,
}
use Who::{Adm, Always, Never, Pin1, Pin2};

/// Access modes and who has them.
type Rule = &'static [(u8, Who)];

/// INCREASE stands by its instruction code.
const INCREASE: u8 = 0x32;

const RULES: [Rule; 14] = [
    &[(0x01, Always), (0x02, Pin1), (0x58, Adm)],
    &[(0x01, Pin1), (0x5A, Adm)],
    &[(0x5B, Adm)],
    &[(0x01, Always), (0x1A, Never), (0x40, Adm)],
    &[(0x03, Pin1), (0x58, Adm)],
    &[(0x11, Pin1), (0x4A, Adm)],
    &[(0x03, Pin1), (0x58, Adm), (INCREASE, Pin1)],
    &[(0x01, Pin1), (0x02, Pin2), (0x58, Adm)],
    &[(0x01, Always), (0x1A, Pin1), (0x40, Adm)],
    &[(0x01, Always), (0x5A, Adm)],
    &[(0x01, Always), (0x18, Adm), (0x42, Never)],
    &[(0x01, Pin1), (0x5A, Never)],
    &[(0x13, Pin1), (0x48, Adm)],
    &[(0x5E, Adm)],
];

/// EF.ARR's content: records padded with `FF`.
pub(super) fn records() -> Vec<u8> {
    let mut content = Vec::with_capacity(RULES.len() * usize::from(RECORD));
    for (number, rule) in RULES.iter().enumerate() {
        for (mode, who) in *rule {
            let tag = if *mode == INCREASE { 0x84 } else { 0x80 };
            content.extend_from_slice(&[tag, 1, *mode]);
            content.extend_from_slice(who.condition());
        }
        content.resize((number + 1) * usize::from(RECORD), 0xFF);
    }
    content
}

impl Who {
    /// Security condition (TS 102 221 §9.2.7; ISO/IEC 7816-4): always, never, or user authentication by a key reference.
    const fn condition(self) -> &'static [u8] {
        match self {
            Self::Always => &[0x90, 0],
            Self::Never => &[0x97, 0],
            Self::Pin1 => &[0xA4, 6, 0x83, 1, 0x01, 0x95, 1, 0x08],
            Self::Pin2 => &[0xA4, 6, 0x83, 1, 0x81, 0x95, 1, 0x08],
            Self::Adm => &[0xA4, 6, 0x83, 1, 0x0A, 0x95, 1, 0x08],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_the_numbered_ones() {
        let content = records();
        let record = |number: u8| {
            let start = usize::from(number - 1) * usize::from(RECORD);
            hex::encode(&content[start..start + usize::from(RECORD)])
        };
        let padded = |rule: &str| format!("{rule:f<66}");
        assert_eq!(content.len(), 14 * usize::from(RECORD));
        assert_eq!(record(READ_PIN), padded("800101a40683010195010880015aa40683010a950108"));
        assert_eq!(record(4), padded("800101900080011a9700800140a40683010a950108"));
        assert_eq!(record(COUNT_UP), "800103a406830101950108800158a40683010a950108840132a406830101950108");
        assert_eq!(record(UPDATE_PIN2), "800101a406830101950108800102a406830181950108800158a40683010a950108");
        assert_eq!(record(READ_ALWAYS), padded("800101900080015aa40683010a950108"));
        assert_eq!(record(DIRECTORY), padded("80015ea40683010a950108"));
    }
}
