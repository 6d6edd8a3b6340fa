//! Contents of files that speak of the subscriber.

use model::{Imsi, Msisdn};

/// Services of EF.UST (TS 31.102 §4.2.8) whose files [`super::build()`] makes: phone book, FDN, SMS, SMSP, advice of
/// charge, SPN, PLMNwAcT, MSISDN, GSM access, 33 (always set), EST, GSM security context, OPLMNwAcT, HPLMNwAcT, EPS
/// mobility, 5GS mobility, 5G security, SUCI, UAC.
pub(super) const SERVICES: &[u8] = &[1, 2, 10, 12, 13, 19, 20, 21, 27, 33, 34, 38, 42, 43, 85, 122, 123, 124, 126];

/// Services of a GSM card (TS 51.011 §10.3.7): CHV1 may be disabled, ADN, FDN, SMS, advice of charge, PLMN selector,
/// MSISDN, SMSP, SPN, GPRS.
pub(super) const GSM_SERVICES: &[u8] = &[1, 2, 3, 4, 5, 7, 9, 12, 17, 38];

/// EF.UST: service n is bit n − 1.
pub(super) fn ust() -> [u8; 17] {
    let mut table = [0; 17];
    for service in SERVICES {
        let bit = usize::from(service - 1);
        table[bit / 8] |= 1 << (bit % 8);
    }
    table
}

/// EF.SST: two bits a service, allocated and activated.
pub(super) fn sst() -> [u8; 10] {
    let mut table = [0; 10];
    for service in GSM_SERVICES {
        let bit = usize::from(service - 1) * 2;
        table[bit / 8] |= 3 << (bit % 8);
    }
    table
}

/// EF.ACC: the access class is the IMSI's last digit (TS 22.011 §4.2).
pub(super) fn acc(imsi: &Imsi) -> [u8; 2] {
    let digit = imsi.as_str().bytes().last().unwrap_or(b'0') - b'0';
    (1u16 << digit).to_be_bytes()
}

/// EF.HPLMNwAcT: the home network by every radio (TS 31.102 §4.2.5): UTRAN, E-UTRAN and NG-RAN, GSM.
pub(super) fn home(imsi: &Imsi, mnc_digits: u8) -> [u8; 5] {
    let mut digits = imsi.as_str().bytes().map(|digit| digit - b'0');
    let mut next = || digits.next().unwrap_or(0xF);
    let (c1, c2, c3, n1, n2) = (next(), next(), next(), next(), next());
    let n3 = if mnc_digits == 3 { next() } else { 0xF };
    [c2 << 4 | c1, n3 << 4 | c3, n2 << 4 | n1, 0xC8, 0x80]
}

/// A record of EF.MSISDN with room for a name of `record` − 14 bytes, left empty (TS 31.102 §4.2.26).
pub(crate) fn msisdn(number: Option<&Msisdn>, record: usize) -> Vec<u8> {
    let mut out = vec![0xFF; record];
    let (Some(number), Some(tail)) = (number, record.checked_sub(14).and_then(|start| out.get_mut(start..))) else {
        return out;
    };
    let digits = number.as_str().as_bytes();
    let (length, rest) = tail.split_at_mut(1);
    // The length counts the type of number and the digits' bytes; 91 is an international number.
    length[0] = 1 + digits.len().div_ceil(2) as u8;
    rest[0] = 0x91;
    for (byte, pair) in rest[1..].iter_mut().zip(digits.chunks(2)) {
        let high = pair.get(1).map_or(0xF, |digit| digit - b'0');
        *byte = high << 4 | (pair[0] - b'0');
    }
    out
}

/// EF.SPN: shown beside the registered network's name; up to 16 bytes of GSM alphabet, else 7 characters of UCS2
/// (TS 31.102 §4.2.12, annex A of TS 102 221).
pub(super) fn spn(operator: &str) -> [u8; 17] {
    let mut out = [0xFF; 17];
    out[0] = 0x01;
    let gsm: Option<Vec<u8>> = operator.chars().map(gsm_character).collect();
    let name = gsm.unwrap_or_else(|| {
        let units: Vec<u16> = operator.encode_utf16().take(7).collect();
        let mut name = vec![0x80];
        name.extend(units.iter().flat_map(|unit| unit.to_be_bytes()));
        name
    });
    for (byte, given) in out[1..].iter_mut().zip(name) {
        *byte = given;
    }
    out
}

/// A character of the GSM default alphabet (TS 23.038 §6.2.1), as far as that is ASCII's.
const fn gsm_character(character: char) -> Option<u8> {
    match character {
        '@' => Some(0x00),
        '$' => Some(0x02),
        '_' => Some(0x11),
        'A'..='Z' | 'a'..='z' | '0'..='9' | ' '..='#' | '%'..='?' => Some(character as u8),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names() {
        let number: Msisdn = "99901234567".parse().expect("digits");
        let record = [&[0xFF; 10][..], b"\x07\x91\x99\x09\x21\x43\x65\xF7", &[0xFF; 6]].concat();
        assert_eq!(msisdn(Some(&number), 24), record);
        assert_eq!(msisdn(None, 24), [0xFF; 24]);
        assert_eq!(&spn("Land@fall")[..10], b"\x01Land\x00fall");
        assert_eq!(&spn("Läuft")[..12], b"\x01\x80\x00L\x00\xE4\x00u\x00f\x00t");
        assert_eq!(spn("a name that is much too long")[16], b'm');
    }

    #[test]
    fn the_home_network() {
        let imsi: Imsi = "001010123456789".parse().expect("digits");
        assert_eq!(home(&imsi, 2), [0x00, 0xF1, 0x10, 0xC8, 0x80]);
        assert_eq!(home(&imsi, 3), [0x00, 0x01, 0x10, 0xC8, 0x80]);
        assert_eq!(acc(&imsi), [0x02, 0x00]);
    }
}
