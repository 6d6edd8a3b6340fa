//! A package of our own against the table of a USIM's files: short identifiers, structures, sizes and access.

mod common;

use landfall_saip::{FileKind, Package, ResolvedFile, build, resolve};
use serde_json::Value;

/// The table; `path` is in the words of people, `size` and `access` too.
const TABLE: &str = include_str!("../../uicc/tests/vectors/uicc_files.json");

const USIM: u16 = 0x7FD0;

fn fids(row: &Value) -> Vec<u16> {
    let hex = |text: &str| u16::from_str_radix(text, 16).expect("hex");
    let text = |key: &str| row[key].as_str().expect("text").to_owned();
    let path = text("path");
    let directories = path.trim_start_matches("2G only: ").split('/').filter(|step| *step != "MF");
    let mut fids: Vec<u16> = directories
        .map(|step| if step == "ADF.USIM" { USIM } else { hex(step.rsplit(' ').next().expect("an identifier")) })
        .collect();
    // The phone book's EF.ADN has an identifier of the card's choice.
    fids.push(if text("fid").starts_with("4fxx") { 0x4F58 } else { hex(&text("fid")) });
    fids
}

/// Whether `size`, of the file or of a record, is one that the table's words allow.
fn size_fits(words: &str, size: usize) -> bool {
    let number: String = words.chars().take_while(char::is_ascii_digit).collect();
    let number = number.parse::<usize>().unwrap_or(1);
    match words {
        "n" | "var" => size > 0,
        "rec 5..54 typ" => (5..=54).contains(&size),
        "4..6" => (4..=6).contains(&size),
        "X+14" => size >= 14,
        "12+ (3n)" => size >= 12 && size.is_multiple_of(3),
        "1..17+" => size >= 1,
        _ if words.contains(", n>=8") => size.is_multiple_of(number) && size >= 8 * number,
        _ if words.ends_with('n') => size.is_multiple_of(number),
        _ if words.contains('+') => size >= number,
        _ => size == number,
    }
}

/// Who may do what an access mode stands for, by the file's rule.
fn who(file: &ResolvedFile, mode: u8) -> &'static str {
    let rule = file.access.rule.as_deref().expect("a rule");
    let mut reader = tlv::Reader::new(rule);
    while let Some(modes) = reader.next().expect("well formed") {
        let condition = reader.next().expect("well formed").expect("a condition");
        if modes.tag.0 == 0x80 && modes.value[0] & mode != 0 {
            return match (condition.tag.0, condition.value) {
                (0x90, _) => "ALW",
                (0x97, _) => "NEV",
                (0xA4, [0x83, 1, 0x01, ..]) => "PIN",
                (0xA4, [0x83, 1, 0x81, ..]) => "PIN2",
                (0xA4, [0x83, 1, 0x0A, ..]) => "ADM",
                other => panic!("{other:02X?}"),
            };
        }
    }
    "NEV"
}

// R: A10
#[test]
fn every_file_of_the_table_is_as_the_table_says() {
    let package = build(&common::milenage()).expect("a complete row");
    let profile = resolve(&Package::parse(package.encode().expose()).expect("a package")).expect("can be done");
    let table: Value = serde_json::from_str(TABLE).expect("JSON");
    let rows = table["files"].as_array().expect("rows");
    let mut wrong = Vec::new();
    for row in rows.iter().filter(|row| row["structure"] != "MF") {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let name = format!("{} {}", text("path"), text("name"));
        let Some(file) = profile.file(&fids(row)) else {
            wrong.push(format!("{name} is missing"));
            continue;
        };
        let (structure, size) = match &file.kind {
            FileKind::Transparent { content } => ("transparent", content.len()),
            FileKind::LinearFixed { record_size, .. } => ("linear-fixed", usize::from(*record_size)),
            other => panic!("{name}: {other:?}"),
        };
        if structure != text("structure") {
            wrong.push(format!("{name} is {structure}"));
        }
        if !size_fits(text("size"), size) {
            wrong.push(format!("{name} has {size} bytes, not {}", text("size")));
        }
        let sfi = row["sfi"].as_str().map(|sfi| u8::from_str_radix(sfi, 16).expect("hex"));
        if sfi.is_some() && file.sfi != sfi {
            wrong.push(format!("{name} has SFI {:02X?}, not {sfi:02X?}", file.sfi));
        }
        let access = text("access").replace("CHV1", "PIN").replace("READ/UPDATE PIN", "READ PIN, UPDATE PIN");
        for (operation, mode) in [("READ", 0x01), ("UPDATE", 0x02)] {
            let wanted = access.split(", ").find_map(|part| part.strip_prefix(operation)).map(str::trim);
            let found = who(file, mode);
            if wanted.is_some_and(|wanted| wanted != found) {
                wrong.push(format!("{name}: {operation} {found}, not {access}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
