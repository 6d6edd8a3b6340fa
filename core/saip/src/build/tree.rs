//! The files of a package of our own.

use super::{
    access::{
        self, COUNT_UP, DIRECTORY, READ_ALWAYS, READ_ALWAYS_UPDATE_PIN, READ_PIN, RECORD, UPDATE_PIN, UPDATE_PIN2,
    },
    content,
    writer::{File, Files},
};
use model::Subscriber;
use tlv::{Tag, Writer};

const MF: &[u8] = &[0x67, 0x81, 0x0F, 1, 2, 1];
const TELECOM: &[u8] = &[0x67, 0x81, 0x0F, 1, 2, 3];
const USIM: &[u8] = &[0x67, 0x81, 0x0F, 1, 2, 4];
const USIM_OPTIONAL: &[u8] = &[0x67, 0x81, 0x0F, 1, 2, 5];
const PHONEBOOK: &[u8] = &[0x67, 0x81, 0x0F, 1, 2, 6];
const GSM_ACCESS: &[u8] = &[0x67, 0x81, 0x0F, 1, 2, 7];
const FIVE_G: &[u8] = &[0x67, 0x81, 0x0F, 1, 2, 13];

/// The templates that the card must know.
pub(super) const TEMPLATES: [&[u8]; 7] = [MF, TELECOM, USIM, USIM_OPTIONAL, PHONEBOOK, GSM_ACCESS, FIVE_G];

/// AID of the USIM: 3GPP's, no country, no provider (TS 101 220 annex E).
const USIM_AID: [u8; 16] = [0xA0, 0, 0, 0, 0x87, 0x10, 0x02, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x03, 0x02, 0, 0];
/// Where ADF.USIM stands while the profile is made.
const USIM_FID: u16 = 0x7FD0;
/// The phone book's EF.ADN and EF.EXT1.
const ADN: u16 = 0x4F58;
const EXT1: u16 = 0x4F38;
/// Phone book entries, and bytes of each: a name of 14 and 14 for the number.
const ENTRIES: u16 = 100;
const ENTRY: u8 = 28;

fn arr() -> File {
    let content = access::records();
    File::with(&content).records(RECORD).size(content.len() as u16)
}

pub(super) fn mf(subscriber: &Subscriber) -> Files {
    let mut files = Files::new(0xB0, MF);
    files.add("MF", File::plain().pins(&[0x01, 0x0A]));
    files.add("EF.PL", File::plain());
    // The template gives these two no SFI; TS 102 221 §13.2 and §13.4 do.
    files.add("EF.ICCID", File::with(subscriber.iccid.as_ef()).sfi(0x02));
    let application = Writer::build(|w| {
        w.nest(0x61, |w| {
            w.put(0x4F, &USIM_AID);
            w.put(0x50, b"USIM");
        });
    });
    // Room for further applications and longer labels.
    files.add("EF.DIR", File::with(&application).records(38).size(4 * 38));
    files.add("EF.ARR", arr().sfi(0x06));
    // 60 mA at most, no further demands (TS 102 221 §13.6).
    files.add("EF.UMPC", File::with(&[0x3C, 0x3C, 0, 0, 0]));
    files
}

pub(super) fn telecom() -> Files {
    let mut files = Files::new(0xB2, TELECOM);
    files.add("DF.TELECOM", File::plain().mf_rule(DIRECTORY).pins(&[0x01, 0x0A]));
    files.add("EF.ARR", arr());
    files
}

pub(super) fn usim(subscriber: &Subscriber) -> Files {
    let mut files = Files::new(0xB3, USIM);
    files.add("ADF.USIM", File::plain().fid(USIM_FID).aid(&USIM_AID).pins(&[0x01, 0x81, 0x0A]));
    files.add("EF.IMSI", File::with(&subscriber.imsi.to_ef()));
    files.add("EF.ARR", arr());
    let ust = content::ust();
    files.add("EF.UST", File::with(&ust).size(ust.len() as u16));
    files.add("EF.SPN", File::with(&content::spn(&subscriber.operator)));
    files.add("EF.EST", File::with(&[0]));
    files.add("EF.ACC", File::with(&content::acc(&subscriber.imsi)));
    files.add("EF.AD", File::with(&[0, 0, 0, subscriber.mnc_digits]));
    // 112 and 911, no name, any service (TS 31.102 §4.2.21).
    files.add("EF.ECC", File::with(&[0x11, 0xF2, 0xFF, 0, 0x19, 0xF1, 0xFF, 0]).records(4).size(8));
    files
}

pub(super) fn usim_optional(subscriber: &Subscriber) -> Files {
    let mut files = Files::new(0xB4, USIM_OPTIONAL);
    for name in ["EF.LI", "EF.ACMmax", "EF.PUCT", "EF.PLMNwAcT", "EF.OPLMNwAcT"] {
        files.add(name, File::plain());
    }
    files.add("EF.ACM", File::plain().size(5 * 3));
    // The number's owner may correct it (TS 31.102 §4.2.26), which the template does not allow.
    let msisdn = content::msisdn(subscriber.msisdn.as_ref(), 24);
    files.add("EF.MSISDN", File::with(&msisdn).rule(UPDATE_PIN));
    files.add("EF.HPLMNwAcT", File::with(&content::home(&subscriber.imsi, subscriber.mnc_digits)));
    files
}

pub(super) fn phonebook() -> Files {
    let mut files = Files::new(0xB7, PHONEBOOK);
    files.add("DF.PHONEBOOK", File::plain().pins(&[0x01, 0x81, 0x0A]));
    // Type 1: EF.ADN (C0), type 3: EF.EXT1 (C2), each with its SFI (TS 31.102 §4.4.2.1).
    let reference = Writer::build(|w| {
        w.nest(0xA8, |w| w.put(0xC0, &[(ADN >> 8) as u8, ADN as u8, 1]));
        w.nest(0xAA, |w| w.put(0xC2, &[(EXT1 >> 8) as u8, EXT1 as u8, 2]));
    });
    files.add("EF.PBR", File::with(&reference).records(32).size(32));
    files.add("EF.ADN", File::plain().records(ENTRY).fid(ADN).size(ENTRIES * u16::from(ENTRY)).sfi(1));
    files.add("EF.EXT1", File::plain().records(13).fid(EXT1).size(10 * 13).sfi(2));
    files
}

pub(super) fn gsm_access() -> Files {
    let mut files = Files::new(0xB8, GSM_ACCESS);
    files.add("DF.GSM-ACCESS", File::plain().pins(&[0x01, 0x81, 0x0A]));
    files.add("EF.Kc", File::plain());
    files.add("EF.KcGPRS", File::plain());
    files
}

pub(super) fn five_g() -> Files {
    let mut files = Files::new(0xBC, FIVE_G);
    files.add("DF.5GS", File::plain().pins(&[0x01, 0x81, 0x0A]));
    for name in ["EF.5GS3GPPLOCI", "EF.5GSN3GPPLOCI", "EF.5GS3GPPNSC", "EF.5GSN3GPPNSC", "EF.Routing_Indicator"] {
        files.add(name, File::plain());
    }
    files.add("EF.5GAUTHKEYS", File::with(&[0xFF; 110]));
    files.add("EF.UAC_AIC", File::with(&[0; 4]));
    // One scheme, the null scheme (identifier 0, no key), and no key list (TS 31.102 §4.4.11.8); room for more.
    files.add("EF.SUCI_Calc_Info", File::with(&[0xA0, 2, 0, 0, 0xA1, 0]).size(118));
    files
}

/// DF.GSM and the files of DF.TELECOM, for readers that speak class `A0` (TS 51.011 §10): links where the USIM has the
/// same file, so that both ways to it see one content.
pub(super) fn gsm(w: &mut Writer) {
    w.nest(0xA1, |w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.put(0x80, &[]);
            File::plain().directory().fid(0x7F20).mf_rule(DIRECTORY).pins(&[0x01, 0x0A]).manage(w);
            w.put(0x80, &[0x7F, 0x20]);
            for (fid, target, rule) in [
                (0x6F07, &[0x7F, 0xD0, 0x6F, 0x07][..], READ_PIN),
                (0x6F20, &[0x7F, 0xD0, 0x5F, 0x3B, 0x4F, 0x20], UPDATE_PIN),
                (0x6F31, &[0x7F, 0xD0, 0x6F, 0x31], READ_PIN),
                (0x6F37, &[0x7F, 0xD0, 0x6F, 0x37], UPDATE_PIN),
                (0x6F41, &[0x7F, 0xD0, 0x6F, 0x41], UPDATE_PIN),
                (0x6F46, &[0x7F, 0xD0, 0x6F, 0x46], READ_ALWAYS),
                (0x6F52, &[0x7F, 0xD0, 0x5F, 0x3B, 0x4F, 0x52], UPDATE_PIN),
                (0x6F53, &[0x7F, 0xD0, 0x6F, 0x73], UPDATE_PIN),
                (0x6F78, &[0x7F, 0xD0, 0x6F, 0x78], READ_PIN),
                (0x6F7B, &[0x7F, 0xD0, 0x6F, 0x7B], UPDATE_PIN),
                (0x6F7E, &[0x7F, 0xD0, 0x6F, 0x7E], UPDATE_PIN),
                (0x6FAD, &[0x7F, 0xD0, 0x6F, 0xAD], READ_ALWAYS),
            ] {
                File::plain().transparent().fid(fid).mf_rule(rule).no_sfi().link(target).manage(w);
            }
            let own = |w: &mut Writer, fid: u16, rule: u8, content: &[u8]| {
                let size = content.len() as u16;
                File::with(content).transparent().fid(fid).mf_rule(rule).size(size).no_sfi().manage(w);
            };
            own(w, 0x6F05, READ_ALWAYS_UPDATE_PIN, &[0xFF]);
            own(w, 0x6F30, UPDATE_PIN, &[0xFF; 24]);
            own(w, 0x6F38, READ_PIN, &content::sst());
            own(w, 0x6F74, UPDATE_PIN, &[0xFF; 16]);
            // Phase 2+, with profile download.
            own(w, 0x6FAE, READ_ALWAYS, &[0x03]);
            // 112 and 911.
            own(w, 0x6FB7, READ_ALWAYS, &[0x11, 0xF2, 0xFF, 0x19, 0xF1, 0xFF]);
            // The call meter counts up, so it is cyclic.
            let acm = File::plain().cyclic(3).fid(0x6F39).mf_rule(COUNT_UP);
            acm.no_sfi().link(&[0x7F, 0xD0, 0x6F, 0x39]).manage(w);
            w.put(0x80, &[0x7F, 0x10]);
            for (fid, record, target, rule) in [
                (0x6F3A, ENTRY, &[0x7F, 0xD0, 0x5F, 0x3A, 0x4F, 0x58][..], UPDATE_PIN),
                (0x6F3B, 26, &[0x7F, 0xD0, 0x6F, 0x3B], UPDATE_PIN2),
                (0x6F3C, 176, &[0x7F, 0xD0, 0x6F, 0x3C], UPDATE_PIN),
                (0x6F40, 24, &[0x7F, 0xD0, 0x6F, 0x40], UPDATE_PIN),
                (0x6F42, 38, &[0x7F, 0xD0, 0x6F, 0x42], UPDATE_PIN),
            ] {
                File::plain().records(record).fid(fid).mf_rule(rule).no_sfi().link(target).manage(w);
            }
            let smss = &[0x7F, 0xD0, 0x6F, 0x43];
            File::plain().transparent().fid(0x6F43).mf_rule(UPDATE_PIN).no_sfi().link(smss).manage(w);
        });
    });
}
