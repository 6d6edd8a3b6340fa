//! Every file of the table is there, says of itself what it is, obeys its rule and gives its content.

use super::{
    desk::Desk,
    sample::{COUNT, Row, USIM, content, rows},
};

fn select(desk: &mut Desk, row: &Row) -> String {
    let mut path = row.path.to_bytes();
    if row.path.fids().first() == Some(&USIM) {
        desk.usim();
        path.splice(..2, [0x7F, 0xFF]);
    }
    desk.send(&format!("00A40804{:02x}{}", path.len(), hex::encode(path)))
}

fn read(desk: &mut Desk, row: &Row) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    for number in 1..=if row.linear { COUNT } else { 1 } {
        let command = if row.linear {
            format!("00B2{number:02x}04{:02x}", row.size)
        } else {
            format!("00B00000{:02x}", row.size)
        };
        let answer = desk.send(&command);
        match answer.strip_suffix("9000") {
            Some(data) => out.extend(hex::decode(data).expect("hex")),
            None => return Err(answer),
        }
    }
    Ok(out)
}

fn write(desk: &mut Desk, row: &Row, content: &[u8]) -> String {
    let part = &content[..row.size];
    let place = if row.linear { "00DC0104" } else { "00D60000" };
    desk.send(&format!("{place}{:02x}{}", row.size, hex::encode(part)))
}

// R: A10
#[test]
fn every_file_of_the_table_is_there_and_says_what_it_is() {
    let mut desk = Desk::sample();
    let rows = rows();
    assert!(rows.len() > 50, "the table is whole");
    for row in rows {
        let answer = select(&mut desk, &row);
        let fcp = hex::decode(answer.strip_suffix("9000").unwrap_or_else(|| panic!("{}: {answer}", row.name)));
        let fcp = fcp.expect("hex");
        let fcp = tlv::parse_one(&fcp, 0x62).expect("an FCP").children();
        let value = |tag: u32| fcp.require(tag).expect(&row.name).value.to_vec();
        assert_eq!(value(0x83), row.path.fid().to_be_bytes(), "{}", row.name);
        assert_eq!(value(0x88), row.sfi.map(|sfi| sfi << 3).into_iter().collect::<Vec<_>>(), "{}", row.name);
        let size = if row.linear { row.size * COUNT } else { row.size };
        assert_eq!(value(0x80), u16::try_from(size).expect("small").to_be_bytes(), "{}", row.name);
        let descriptor = if row.linear {
            vec![0x42, 0x21, 0x00, u8::try_from(row.size).expect("a record"), u8::try_from(COUNT).expect("few")]
        } else {
            vec![0x41, 0x21]
        };
        assert_eq!(value(0x82), descriptor, "{}", row.name);
        assert_eq!(value(0x8A), [0x05], "{}", row.name);
        assert_eq!(value(0x8B).last(), Some(&row.rule), "{}", row.name);
    }
}

// R: A10
#[test]
fn every_file_obeys_its_rule() {
    // Which codes each rule of the sample card wants for reading and for updating; `None`: nothing helps.
    let needs: [(&[u8], Option<&[u8]>); 6] = [
        (&[], Some(&[0x0A])),
        (&[0x01], Some(&[0x01])),
        (&[0x01], Some(&[0x0A])),
        (&[], Some(&[0x01])),
        (&[], None),
        (&[0x01], Some(&[0x81])),
    ];
    for given in [&[][..], &[0x01], &[0x0A], &[0x01, 0x81], &[0x01, 0x0A, 0x81]] {
        let mut desk = Desk::sample();
        desk.usim();
        given.iter().for_each(|code| desk.give(*code));
        for row in rows() {
            let (to_read, to_update) = needs[usize::from(row.rule) - 1];
            let content = content(&row);
            let has = |codes: &[u8]| codes.iter().all(|code| given.contains(code));
            assert!(select(&mut desk, &row).ends_with("9000"), "{}", row.name);
            let expected = if has(to_read) { Ok(content.clone()) } else { Err("6982".to_owned()) };
            assert_eq!(read(&mut desk, &row), expected, "{} with {given:02X?}", row.name);
            let expected = if to_update.is_some_and(has) { "9000" } else { "6982" };
            assert_eq!(write(&mut desk, &row, &content), expected, "{} with {given:02X?}", row.name);
        }
    }
}

// R: A10
#[test]
fn files_are_read_and_written_by_their_sfi() {
    let mut desk = Desk::sample();
    desk.usim();
    [0x01, 0x0A, 0x81].iter().for_each(|code| desk.give(*code));
    let in_adf = |row: &Row| row.path.fids().len() == 2 && row.path.fids().first() == Some(&USIM);
    for row in rows().iter().filter(|row| in_adf(row)) {
        let Some(sfi) = row.sfi else { continue };
        desk.usim();
        let command = if row.linear {
            format!("00B201{:02x}{:02x}", sfi << 3 | 4, row.size)
        } else {
            format!("00B0{:02x}00{:02x}", 0x80 | sfi, row.size)
        };
        let expected = format!("{}9000", hex::encode(&content(row)[..row.size]));
        assert_eq!(desk.send(&command), expected, "{}", row.name);
        // It is the current EF now.
        assert!(read(&mut desk, row).is_ok(), "{}", row.name);
    }
}

// R: A10
#[test]
fn alternatives_and_conjunctions_of_codes() {
    // Rule 7: reading by PIN1 or ADM1, updating by PIN1 and PIN2.
    let tried = |codes: &[u8]| {
        let mut desk = Desk::sample();
        desk.send("00A4040007A0000000871004");
        codes.iter().for_each(|code| desk.give(*code));
        assert_eq!(desk.send("00A4000C026F02"), "9000");
        (desk.send("00B0000001").ends_with("9000"), desk.send("00D600000155") == "9000")
    };
    assert_eq!(tried(&[]), (false, false));
    assert_eq!(tried(&[0x0A]), (true, false));
    assert_eq!(tried(&[0x01]), (true, false));
    assert_eq!(tried(&[0x81]), (false, false));
    assert_eq!(tried(&[0x01, 0x81]), (true, true));
}

// R: A10
#[test]
fn part_of_a_transparent_file() {
    let mut desk = Desk::sample();
    desk.usim();
    desk.give(0x01);
    assert_eq!(desk.send("00A4000C026F7E"), "9000");
    assert_eq!(desk.send("00D6000B0100"), "6b00");
    assert_eq!(desk.send("00D6000A020000"), "6700");
    assert_eq!(desk.send("00D600090248AC"), "9000");
    assert_eq!(desk.send("00B0000902"), "48ac9000");
    assert_eq!(desk.send("00B0000903"), "6c02");
    assert_eq!(desk.send("00B0000B01"), "6b00");
    assert_eq!(desk.send("00B0000900"), "48ac9000");
    assert_eq!(desk.send("00B2010400"), "6981");
    assert_eq!(desk.send("00B0FF0001"), "6a86");
    assert_eq!(desk.send("00B0800001"), "6a86");
    assert_eq!(desk.send("00B09D0001"), "6a82");
}

// R: A10
#[test]
fn a_deactivated_file_is_closed_until_it_is_activated() {
    let mut desk = Desk::sample();
    desk.usim();
    desk.give(0x01);
    assert_eq!(desk.send("00A4000C026F7E"), "9000");
    assert_eq!(desk.send("00040000"), "6982");
    desk.give(0x0A);
    assert_eq!(desk.send("00040000"), "9000");
    assert_eq!(desk.send("00B000000B"), "6984");
    assert_eq!(desk.send("00D600000155"), "6984");
    let answer = desk.send("00A40004026F7E");
    assert!(answer.contains("8a0104") && answer.ends_with("6283"), "{answer}");
    // Durable, and undone by naming the file.
    let mut desk = desk.restarted();
    desk.usim();
    desk.give(0x0A);
    assert_eq!(desk.send("00440000026F7E"), "9000");
    assert_eq!(desk.send("00A4000C026F7E"), "9000");
    desk.give(0x01);
    assert!(desk.send("00B000000B").ends_with("9000"));
    assert_eq!(desk.send("00A4000C026F39"), "9000");
    assert_eq!(desk.send("0004000102"), "6a86");
}

// R: A10
#[test]
fn a_link_to_a_directory_shares_all_below_it_under_its_rules() {
    use uicc::{Access, FileSpec};
    let mut builder = super::sample::builder();
    let link = FileSpec { link: Some([USIM, 0x5F3A].into()), ..FileSpec::df(Access::arr(0x2F06, 1)) };
    builder.add_df([0x7F10, 0x5F3A], link).expect("a link");
    let mut desk = Desk::new(builder.finish().expect("a profile"));
    assert_eq!(desk.send("00A4080C067F105F3A4F3A"), "9000");
    let update = format!("00DC01041C{}", "5a".repeat(28));
    assert_eq!(desk.send(&update), "6982");
    desk.give(0x01);
    assert_eq!(desk.send(&update), "9000");
    let mut desk = desk.restarted();
    desk.usim();
    desk.give(0x01);
    assert_eq!(desk.send("00A4080C067FFF5F3A4F3A"), "9000");
    assert_eq!(desk.send("00B201041C"), format!("{}9000", "5a".repeat(28)));
}
