//! GET IDENTITY in the SUCI context (TS 102 221 §11.1.23, TS 31.102 §7.5).

use super::{
    Card,
    plan::{Plan, Planned},
    select::no_data,
};
use crate::{
    aka::suci::{Scheme, SuciError},
    apdu::Command,
    file::FilePath,
    status::StatusWord,
};
use model::{Imsi, Random};
use tlv::Reader;

/// P2 without bit 8, which only says that the application's own data is meant.
const SUCI_CONTEXT: u8 = 0x01;

/// Service numbers of EF.UST (TS 31.102 §4.2.8).
const PRIVACY: usize = 124;
const SUCI_BY_USIM: usize = 125;
const SUPI_AS_NAI: usize = 130;

/// DF.5GS with EF.Routing_Indicator, DF.SAIP with EF.SUCI_Calc_Info_USIM; EF.IMSI and EF.AD.
const ROUTING_INDICATOR: [u16; 2] = [0x5FC0, 0x4F0A];
const SUCI_CALC_INFO: [u16; 2] = [0x5FD0, 0x4F01];
const IMSI: [u16; 1] = [0x6F07];
const AD: [u16; 1] = [0x6FAD];

/// "0" and three digits that are not used (TS 24.501 §9.11.3.4).
const NO_ROUTING: [u8; 2] = [0xF0, 0xFF];

impl Card {
    /// The concealed identity: `A1 { type, home network, routing indicator, scheme, key identifier, scheme output }`.
    ///
    /// # Errors
    /// `6985` without the services 124 and 125, an application, an IMSI or a usable key of the home network; `6982` before
    /// PIN1; `6A81` for an identity that is no IMSI; `6A86` for other contexts.
    pub(super) fn get_identity(&self, command: &Command<'_>, random: &mut dyn Random) -> Planned {
        no_data(command)?;
        if command.p1 != 0 || command.p2 & 0x7F != SUCI_CONTEXT {
            return Err(StatusWord::WRONG_P1P2);
        }
        let app = self.channel(command.channel())?.app.as_ref().ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        if !self.has_service(app, PRIVACY) || !self.has_service(app, SUCI_BY_USIM) {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        if !self.is_pin1_given(Some(app)) {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        if self.has_service(app, SUPI_AS_NAI) {
            return Err(StatusWord::FUNCTION_NOT_SUPPORTED);
        }
        let suci = self.suci(app, random).ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        Ok(Plan::with(tlv::encode(0xA1, &suci)))
    }

    fn suci(&self, app: &FilePath, random: &mut dyn Random) -> Option<Vec<u8>> {
        let file = |fids: &[u16]| {
            let path = fids.iter().fold(app.clone(), |path, fid| path.child(*fid));
            self.profile.tree.content(&path).map(|content| content.expose())
        };
        let imsi = Imsi::from_ef(file(&IMSI)?).ok()?;
        let mnc_digits = match file(&AD)?.get(3)? & 0x0F {
            3 => 3,
            _ => 2,
        };
        let (home, msin) = imsi.as_str().split_at_checked(3 + mnc_digits)?;
        let msin = zeroize::Zeroizing::new(packed(msin.as_bytes()));
        let (scheme, key, output) = concealed(file(&SUCI_CALC_INFO).unwrap_or_default(), &msin, random)?;
        let routing = file(&ROUTING_INDICATOR).and_then(|file| file.first_chunk()).unwrap_or(&NO_ROUTING);
        // SUPI format IMSI, type of identity SUCI.
        Some([&[0x01][..], &home_network(home.as_bytes()), routing, &[scheme, key], &output].concat())
    }
}

/// Scheme, key identifier and scheme output: by the first scheme of EF.SUCI_Calc_Info_USIM (TS 31.102 §4.4.11.8) that has
/// a key, or unprotected if there is none (TS 33.501 §6.12.2). A key that is none of its scheme's must not lead to an
/// unprotected identity: then there is no answer.
fn concealed(info: &[u8], msin: &[u8], random: &mut dyn Random) -> Option<(u8, u8, Vec<u8>)> {
    let reader = Reader::new(info);
    let schemes = reader.find(0xA0).ok().flatten().map_or(&[][..], |list| list.value);
    let keys = reader.find(0xA1).ok().flatten().map(|list| keys(list.value)).unwrap_or_default();
    for [scheme, index] in schemes.as_chunks::<2>().0 {
        let scheme = match scheme {
            0 => break,
            1 => Scheme::A,
            2 => Scheme::B,
            _ => continue,
        };
        let key = index.checked_sub(1).and_then(|index| keys.get(usize::from(index)));
        let Some((identifier, key)) = key else { continue };
        return match scheme.conceal(key, msin, random) {
            Ok(output) => Some((scheme.identifier(), *identifier, output)),
            Err(SuciError::HomeKey | SuciError::Random | SuciError::Malformed | SuciError::Tag) => None,
        };
    }
    Some((0, 0, msin.to_vec()))
}

/// Home network keys with their identifiers: `80 identifier, 81 key`, again and again.
fn keys(list: &[u8]) -> Vec<(u8, &[u8])> {
    let mut reader = Reader::new(list);
    let mut keys = Vec::new();
    let mut identifier = None;
    while let Ok(Some(object)) = reader.next() {
        match (object.tag.0, object.value, identifier) {
            (0x80, [number], _) => identifier = Some(*number),
            (0x81, key, Some(number)) => keys.push((number, key)),
            _ => {}
        }
    }
    keys
}

/// MCC and MNC as TS 24.501 §9.11.3.4 packs them.
fn home_network(digits: &[u8]) -> [u8; 3] {
    let digit = |at: usize| digits.get(at).map_or(0x0F, |digit| digit & 0x0F);
    [digit(1) << 4 | digit(0), digit(5) << 4 | digit(2), digit(4) << 4 | digit(3)]
}

/// Digits, two a byte, the first in the low half; `F` fills up.
fn packed(digits: &[u8]) -> Vec<u8> {
    digits.chunks(2).map(|pair| pair.get(1).map_or(0xF0, |high| high << 4) | (pair[0] & 0x0F)).collect()
}
