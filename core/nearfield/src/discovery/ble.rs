//! A kiosk on Bluetooth LE: what it advertises, and the attributes of its GATT service. The bytes are in `docs/links.md`.
//!
//! A kiosk has a few *lanes*, each a pair of characteristics for one phone at a time. A phone reads [`LANE`] and is given one.

use super::Hint;

/// `7ae4XXXX-93d2-4b6c-8f15-c07b5d2ea916`, made up at random for this service.
const fn uuid(short: u16) -> u128 {
    0x7ae4_0000_93d2_4b6c_8f15_c07b_5d2e_a916 | (short as u128) << 96
}

/// The service, advertised.
pub const SERVICE: u128 = uuid(0x0001);
/// Read: one byte, the lane that is now the reader's, or [`NO_LANE`].
pub const LANE: u128 = uuid(0x0002);
/// Every lane has its phone: come back later.
pub const NO_LANE: u8 = 0xFF;
/// How many phones a kiosk serves over BLE at once.
pub const LANES: u8 = 4;

/// Where a lane's phone writes.
#[must_use]
pub const fn to_kiosk(lane: u8) -> u128 {
    uuid(0x0100 | lane as u16)
}

/// Where a lane's phone is notified.
#[must_use]
pub const fn to_phone(lane: u8) -> u128 {
    uuid(0x0200 | lane as u16)
}

/// A scan response has room for 29 bytes of name: the kiosk's own, then `~` and the hint.
const NAME: usize = 29 - 9;

/// The name that a kiosk advertises: its own, cut to 20 bytes, `~`, and its hint in hex.
#[must_use]
pub fn advertised(kiosk: &str, hint: Hint) -> String {
    let end = (0..=NAME.min(kiosk.len())).rev().find(|at| kiosk.is_char_boundary(*at)).unwrap_or(0);
    format!("{}~{hint}", &kiosk[..end])
}

/// A kiosk's name and hint out of an advertised name; `None` if it is not a kiosk's.
#[must_use]
pub fn parse_advertised(name: &str) -> Option<(&str, Hint)> {
    let (kiosk, hint) = name.rsplit_once('~')?;
    Some((kiosk, hint.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // R: A2
    #[test]
    fn a_kiosk_has_one_name_in_the_air() {
        let hint = Hint([0xAB, 0, 1, 2]);
        assert_eq!(advertised("Gate 7", hint), "Gate 7~AB000102");
        assert_eq!(parse_advertised("Gate 7~AB000102"), Some(("Gate 7", hint)));
        assert_eq!(parse_advertised("a~b~AB000102"), Some(("a~b", hint)));
        for other in ["Gate 7", "~", "x~AB0001", "x~AB00010203", "x~AB00010G"] {
            assert_eq!(parse_advertised(other), None, "{other}");
        }
        assert_eq!(format!("{SERVICE:032x}"), "7ae4000193d24b6c8f15c07b5d2ea916");
        assert_eq!(format!("{:032x}", to_phone(3)), "7ae4020393d24b6c8f15c07b5d2ea916");
    }

    proptest! {
        #[test]
        fn any_name_fits_and_comes_back(name in "\\PC{0,40}", hint: [u8; 4]) {
            let said = advertised(&name, Hint(hint));
            prop_assert!(said.len() <= 29);
            let (kiosk, read) = parse_advertised(&said).expect("own name");
            prop_assert!(name.starts_with(kiosk) && read == Hint(hint));
        }

        #[test]
        fn any_text_is_read_or_refused(name in "\\PC{0,40}") {
            let _ = parse_advertised(&name);
        }
    }
}
