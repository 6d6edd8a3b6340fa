//! Class A0, as a 2G reader uses it.

use super::{
    desk::{Desk, Fate},
    sample::{COUNT, PIN1, PUK1, content, keys, rows},
};
use uicc::{FilePath, Transport};

const WRONG: &str = "39393939ffffffff";

// R: A10
#[test]
fn every_2g_file_of_the_table_is_read() {
    let mut desk = Desk::sample().with_transport(Transport::T0);
    assert_eq!(desk.send(&format!("A020000108{PIN1}")), "9000");
    let rows: Vec<_> = rows().into_iter().filter(|row| row.gsm).collect();
    assert!(rows.len() >= 12);
    for row in rows {
        assert_eq!(desk.send("A0A40000023F00"), "9f16");
        let (df, ef) = (row.path.fids()[0], row.path.fids()[1]);
        assert_eq!(desk.send(&format!("A0A4000002{df:04x}")), "9f16");
        assert_eq!(desk.send(&format!("A0A4000002{ef:04x}")), "9f0f");
        let answer = desk.send("A0C000000F");
        let size = if row.linear { row.size * COUNT } else { row.size };
        assert_eq!(&answer[4..8], format!("{size:04x}"), "{}", row.name);
        assert_eq!(&answer[8..14], format!("{ef:04x}04"), "{}", row.name);
        let access = ["04", "11", "14", "01", "0f", "12"][usize::from(row.rule) - 1];
        assert_eq!(&answer[16..18], access, "{}", row.name);
        let structure = if row.linear { format!("0201{:02x}", row.size) } else { "020000".to_owned() };
        assert_eq!(&answer[22..], format!("01{structure}9000"), "{}", row.name);
        let content = hex::encode(content(&row));
        if row.linear {
            assert_eq!(
                desk.send(&format!("A0B20304{:02x}", row.size)),
                format!("{}9000", &content[row.size * 4..row.size * 6])
            );
        } else {
            assert_eq!(desk.send(&format!("A0B00000{:02x}", row.size)), format!("{content}9000"), "{}", row.name);
        }
    }
}

// R: A10
#[test]
fn a_directory_answers_with_its_codes() {
    let mut desk = Desk::sample().with_transport(Transport::T0);
    assert_eq!(desk.send("A0A40000027F20"), "9f16");
    // FID, DF, 1 as its number of codes' bytes, CHV1 and CHV2 with 3 tries, their PUKs with 10.
    let df = "000000007f2002000000000009010";
    let answer = desk.send("A0C0000016");
    assert!(answer.starts_with(df), "{answer}");
    assert!(answer.ends_with("0400838a838a9000"), "{answer}");
    assert_eq!(desk.send("A0F2000016"), answer);
    assert_eq!(desk.send("A0F2000002"), "00009000");
    assert_eq!(desk.send(&format!("A020000108{WRONG}")), "9804");
    assert!(desk.send("A0F2000016").ends_with("0400828a838a9000"));
    assert_eq!(desk.send(&format!("A026000108{PIN1}")), "9000");
    let disabled = desk.send("A0F2000016");
    assert!(disabled.starts_with("000000007f20020000000000098"), "{disabled}");
    // GET RESPONSE in pieces, and too much.
    assert_eq!(desk.send("A0A40000023F00"), "9f16");
    assert_eq!(desk.send("A0C00000FF"), "6700");
    assert!(desk.send("A0C0000006").ends_with("3f009000"));
}

// R: A10
#[test]
fn chv_commands_and_their_status_words() {
    let mut desk = Desk::sample();
    assert_eq!(desk.send(&format!("A020000108{WRONG}")), "9804");
    assert_eq!(desk.send(&format!("A020000108{WRONG}")), "9804");
    assert_eq!(desk.send(&format!("A020000108{WRONG}")), "9840");
    assert_eq!(desk.send(&format!("A020000108{PIN1}")), "9840");
    assert_eq!(desk.send(&format!("A02C000010{WRONG}{WRONG}")), "9804");
    assert_eq!(desk.send(&format!("A02C000010{PUK1}{PIN1}")), "9000");
    assert_eq!(desk.send(&format!("A024000110{PIN1}{WRONG}")), "9000");
    assert_eq!(desk.send(&format!("A028000108{WRONG}")), "9808");
    assert_eq!(desk.send(&format!("A026000108{WRONG}")), "9000");
    assert_eq!(desk.send(&format!("A020000108{WRONG}")), "9808");
    assert_eq!(desk.send(&format!("A024000110{WRONG}{PIN1}")), "9808");
    assert_eq!(desk.send(&format!("A026000108{WRONG}")), "9808");
    assert_eq!(desk.send(&format!("A028000108{WRONG}")), "9000");
    assert_eq!(desk.send(&format!("A020000308{WRONG}")), "6b00");
    assert_eq!(desk.send("A020000100"), "6700");
    assert_eq!(desk.send("A02000020835363738FFFFFFFF"), "9000");
    desk.fate = Fate::Fails;
    assert_eq!(desk.send(&format!("A020000108{WRONG}")), "9240");
}

// R: A10
#[test]
fn run_gsm_algorithm() {
    let mut desk = Desk::sample().with_transport(Transport::T0);
    let rand = [0x55; 16];
    let command = format!("A088000010{}", hex::encode(rand));
    assert_eq!(desk.send(&command), "9408");
    assert_eq!(desk.send("A0A40000027F20"), "9f16");
    assert_eq!(desk.send(&command), "9804");
    assert_eq!(desk.send(&format!("A020000108{PIN1}")), "9000");
    assert_eq!(desk.send(&command), "9f0c");
    let triplet = keys().aka().expect("keys").gsm(&rand);
    let expected = [&triplet.sres[..], &triplet.kc, &[0x90, 0x00]].concat();
    assert_eq!(desk.send("A0C000000C"), hex::encode(expected));
    assert_eq!(desk.send("A08800000F00000000000000000000000000000 0"), "6700");
}

// R: A10
#[test]
fn reading_writing_seeking_and_counting() {
    let mut desk = Desk::sample();
    assert_eq!(desk.send("A0B0000001"), "9400");
    assert_eq!(desk.send("A0A40000026F07"), "9404");
    assert_eq!(desk.send("A0A40000027F20").len(), 48);
    assert_eq!(desk.send("A0A40000026F7E").len(), 34);
    assert_eq!(desk.send("A0B000000B"), "9804");
    assert_eq!(desk.send(&format!("A020000108{PIN1}")), "9000");
    assert_eq!(desk.send("A0D60000021122"), "9000");
    assert_eq!(desk.send("A0B0000002"), "11229000");
    assert_eq!(desk.send("A0B000000C"), "670b");
    assert_eq!(desk.send("A0B0000B01"), "9402");
    assert_eq!(desk.send("A0B201041C"), "9408");
    // EF.ACM is one file, seen from both sides.
    assert_eq!(desk.send("A0A40000026F39").len(), 34);
    assert_eq!(desk.send("A03200000300000A"), "00000a00000a9000");
    assert_eq!(desk.send("A032000003FFFFFF"), "9850");
    desk.usim();
    assert_eq!(desk.send("00A4000C026F39"), "9000");
    assert_eq!(desk.send("00B2010403"), "00000a9000");
    // Phone book: SEEK with and without the record's number.
    assert_eq!(desk.send("A0A40000023F00").len(), 48);
    assert_eq!(desk.send("A0A40000027F10").len(), 48);
    assert_eq!(desk.send("A0A40000026F3A").len(), 34);
    assert_eq!(desk.send(&format!("A0DC05041C{}", hex::encode([0xC5; 28]))), "9000");
    assert_eq!(desk.send("A0A2001002C5C5"), "059000");
    assert_eq!(desk.send("A0A2000102C5C5"), "9000");
    assert_eq!(desk.send("A0B200041C"), format!("{}9000", hex::encode([0xC5; 28])));
    assert_eq!(desk.send("A0A2000202C5C5"), "9404");
    // "Next" and "previous", whatever P1 says; the record above is still the current one.
    let (second, first) = (desk.send("A0B27F021C"), desk.send("A0B2FF031C"));
    assert!(second.ends_with("9000") && first.ends_with("9000") && second != first, "{second} {first}");
    assert_eq!(desk.send("A0B201021C"), second);
    assert_eq!(desk.send(&format!("A0DC09031C{}", hex::encode([0xC6; 28]))), "9000");
    assert_eq!(desk.send("A0B200041C"), format!("{}9000", hex::encode([0xC6; 28])));
    assert_eq!(desk.send("A0B209041C"), "9402");
    assert_eq!(desk.send("A0B201041B"), "671c");
    assert_eq!(desk.send("A0FA0000"), "9000");
    assert_eq!(desk.send("A0B20114 1C"), "6b00");
    assert_eq!(desk.send("A0CA000000"), "6d00");
}

// R: A10
#[test]
fn invalidated_files() {
    let mut desk = Desk::sample();
    desk.give(0x0A);
    desk.give(0x01);
    assert_eq!(desk.send("A0A40000027F20").len(), 48);
    assert_eq!(desk.send("A0A40000026F7E").len(), 34);
    assert_eq!(desk.send("A0440000"), "9810");
    assert_eq!(desk.send("A0040000"), "9000");
    assert_eq!(desk.send("A0B000000B"), "9810");
    let answer = desk.send("A0A40000026F7E");
    assert_eq!((&answer[22..24], &answer[30..]), ("00", "9000"));
    assert_eq!(desk.send("A0440000"), "9000");
    assert_eq!(desk.send("A0B000000B").len(), 26);
}

// R: A10
#[test]
fn a_usim_only_profile_gets_a_df_gsm_by_links() {
    use uicc::{Access, CodeSpec, FileSpec, ProfileBuilder};
    let mut builder = ProfileBuilder::new("8988211000000000034".parse().expect("an ICCID"));
    builder.add_df(FilePath::mf(), FileSpec::df(Access::Always)).expect("MF");
    builder.add_df([0x7FF0], FileSpec::adf(&[0xA0, 0, 0, 0, 0x87, 0x10, 0x02], Access::Always)).expect("ADF");
    let pin = [0x80, 1, 3, 0xA4, 6, 0x83, 1, 1, 0x95, 1, 8, 0xFF, 0xFF];
    let arr = FileSpec::linear_fixed(13, 1, Access::Always).content(&pin);
    builder.add_ef([0x7FF0, 0x6F06], arr).expect("EF.ARR");
    let imsi = [8, 9, 0x10, 0x10, 0, 0, 0, 0, 0x10];
    builder.add_ef([0x7FF0, 0x6F07], FileSpec::transparent(9, Access::record(1)).content(&imsi)).expect("EF.IMSI");
    builder.add_ef([0x7FF0, 0x6F3C], FileSpec::linear_fixed(176, 2, Access::record(1))).expect("EF.SMS");
    builder.set_pin(FilePath::mf(), CodeSpec { unblocked_by: None, ..CodeSpec::pin(1, *b"1234") }).expect("PIN");
    builder.mirror_gsm().expect("DF.GSM");
    let mut desk = Desk::new(builder.finish().expect("a profile"));
    assert!(desk.send("A0A40000027F20").ends_with("9000"));
    assert!(desk.send("A0A40000026F07").ends_with("9000"));
    assert_eq!(desk.send("A0B0000009"), "9804");
    desk.give(0x01);
    assert_eq!(desk.send("A0B0000009"), format!("{}9000", hex::encode(imsi)));
    assert!(desk.send("A0A40000026FAE").ends_with("9000"));
    assert_eq!(desk.send("A0B0000001"), "039000");
    assert!(desk.send("A0A40000026F38").ends_with("9000"));
    // Services 1, 4 and 7: CHV1 disabling, SMS, PLMN selector.
    assert_eq!(desk.send("A0B0000005"), "c3300000009000");
    // A message written by 2G is the USIM's.
    assert!(desk.send("A0A40000027F10").ends_with("9000"));
    assert!(desk.send("A0A40000026F3C").ends_with("9000"));
    assert_eq!(desk.send(&format!("A0DC0104B0{}", "01".repeat(176))), "9000");
    let mut desk = desk.restarted();
    desk.usim();
    desk.give(0x01);
    assert_eq!(desk.send("00A4000C026F3C"), "9000");
    assert_eq!(desk.send("00B20104B0"), format!("{}9000", "01".repeat(176)));
    // A card that has a DF.GSM keeps its own.
    let mut own = super::sample::builder();
    own.mirror_gsm().expect("nothing to do");
    assert_eq!(own.finish().expect("a profile").files().count(), super::sample::profile().files().count());
}
