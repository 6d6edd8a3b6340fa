//! A well-populated card: every file of `vectors/uicc_files.json`, and some of each other kind.

use model::{Algorithm, SecretBytes};
use serde_json::Value;
use uicc::aka::{SqnArray, SqnConfig};
use uicc::{Access, AkaKeys, CodeSpec, FilePath, FileSpec, Profile, ProfileBuilder};

/// Codes as they stand in a command.
pub(crate) const PIN1: &str = "31323334ffffffff";
pub(crate) const PIN2: &str = "35363738ffffffff";
pub(crate) const PUK1: &str = "3132333435363738";
pub(crate) const PUK2: &str = "3837363534333231";
pub(crate) const ADM1: &str = "a1b2c3d4e5f60718";

/// FIDs of the ADFs.
pub(crate) const USIM: u16 = 0x7FF0;
pub(crate) const ISIM: u16 = 0x7FF1;
pub(crate) const USIM_AID: [u8; 16] = [0xA0, 0, 0, 0, 0x87, 0x10, 0x02, 0xFF, 0x49, 0xFF, 0x05, 0x89, 0, 0, 0, 1];
pub(crate) const ISIM_AID: [u8; 12] = [0xA0, 0, 0, 0, 0x87, 0x10, 0x04, 0xFF, 0x49, 0xFF, 0x05, 0x89];

/// MILENAGE test set 1 (TS 35.208).
pub(crate) const KI: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
pub(crate) const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

/// Rules, by record number in every EF.ARR of the card.
const RULES: [(&str, &str); 7] = [
    ("READ ALW", "800101 9000 80011A A40683010A950108"),
    ("READ/UPDATE PIN", "800103 A406830101950108 800118 A40683010A950108 840132 A406830101950108"),
    ("READ PIN, UPDATE ADM", "800101 A406830101950108 80011A A40683010A950108"),
    ("READ ALW, UPDATE PIN", "800101 9000 800102 A406830101950108"),
    ("READ ALW, UPDATE NEV", "800101 9000 800102 9700"),
    ("READ PIN, UPDATE PIN2", "800101 A406830101950108 800102 A406830181950108"),
    // Reading by PIN1 or ADM1; updating by PIN1 and PIN2.
    ("OR, AND", "800101 A010A406830101950108A40683010A950108 800102 AF10A406830101950108A406830181950108"),
];

/// One row of the table.
pub(crate) struct Row {
    pub(crate) path: FilePath,
    pub(crate) name: String,
    pub(crate) sfi: Option<u8>,
    pub(crate) linear: bool,
    /// Bytes of the file, or of a record.
    pub(crate) size: usize,
    /// Number of the rule in [`RULES`], from 1.
    pub(crate) rule: u8,
    pub(crate) gsm: bool,
}

/// Records of each linear file of the table.
pub(crate) const COUNT: usize = 8;

/// The table's EFs.
pub(crate) fn rows() -> Vec<Row> {
    let text = include_str!("../vectors/uicc_files.json");
    let table: Value = serde_json::from_str(text).expect("the table is JSON");
    table["files"].as_array().expect("rows").iter().filter(|row| row["structure"] != "MF").map(row).collect()
}

fn row(row: &Value) -> Row {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let place = text("path");
    let gsm = place.starts_with("2G only: ");
    let mut fids: Vec<u16> = Vec::new();
    for step in place.trim_start_matches("2G only: ").split('/') {
        match step {
            "MF" => {}
            "ADF.USIM" => fids.push(USIM),
            df => fids.push(u16::from_str_radix(df.rsplit(' ').next().expect("an FID"), 16).expect("hex")),
        }
    }
    // The phone book's ADN has an FID of the card's choice.
    let fid = text("fid");
    fids.push(u16::from_str_radix(if fid.starts_with("4fxx") { "4f3a" } else { &fid }, 16).expect("hex"));
    Row {
        path: FilePath::new(&fids),
        name: text("name"),
        sfi: row["sfi"].as_str().map(|sfi| u8::from_str_radix(sfi, 16).expect("hex")),
        linear: text("structure") == "linear-fixed",
        size: size(&text("size"), text("structure") == "linear-fixed"),
        rule: rule(&text("access")),
        gsm,
    }
}

/// A size that suits the table's words for it.
fn size(text: &str, linear: bool) -> usize {
    match text {
        "2n" => 6,
        // Room for the longest rule of this card.
        "n" => 48,
        "X+14" => 28,
        "4+X" => 12,
        "28+Y" => 40,
        "5n" | "5n, n>=8" => 40,
        "3n, n>=8" => 24,
        "var" => 60,
        "rec 5..54 typ" => 54,
        "1..17+" => 17,
        "4..6" => 4,
        _ => {
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().unwrap_or_else(|_| panic!("a size: {text} {linear}"))
        }
    }
}

fn rule(access: &str) -> u8 {
    let access = access.replace("CHV1", "PIN");
    let wanted = if access == "READ PIN" { "READ PIN, UPDATE ADM" } else { access.as_str() };
    let at = RULES.iter().position(|(name, _)| *name == wanted).unwrap_or_else(|| panic!("a rule for {access}"));
    u8::try_from(at + 1).expect("few rules")
}

/// What stands in a file of the table: bytes that differ from file to file, but where a content means something.
pub(crate) fn content(row: &Row) -> Vec<u8> {
    match row.name.as_str() {
        "EF.ARR" => arr(),
        "EF.DIR" => {
            let mut record = tlv::Writer::build(|w| {
                w.nest(0x61, |w| {
                    w.put(0x4F, &USIM_AID);
                    w.put(0x50, b"USIM");
                });
            });
            record.resize(row.size * COUNT, 0xFF);
            record
        }
        // Services 27 and 38 and most others.
        "EF.UST" => vec![0xFF; row.size],
        _ => {
            let size = if row.linear { row.size * COUNT } else { row.size };
            let seed = row.path.to_bytes().iter().fold(7u8, |sum, b| sum.wrapping_mul(31).wrapping_add(*b));
            (0..size).map(|at| seed.wrapping_add(u8::try_from(at % 251).expect("small"))).collect()
        }
    }
}

fn arr() -> Vec<u8> {
    let mut content = Vec::new();
    for (_, rule) in RULES {
        let mut record = hex::decode(rule.replace(' ', "")).expect("hex");
        record.resize(48, 0xFF);
        content.extend(record);
    }
    content.resize(48 * COUNT, 0xFF);
    content
}

fn access(path: &FilePath, rule: u8) -> Access {
    let in_adf = path.fids().first() == Some(&USIM) && path.fids().len() > 1;
    // Three ways of saying the same.
    match (in_adf, rule % 2) {
        (true, 0) => Access::record(rule),
        (true, _) => Access::arr(0x6F06, rule),
        (false, _) => Access::arr(0x2F06, rule),
    }
}

pub(crate) fn keys() -> AkaKeys {
    let opc = SecretBytes::from(hex::decode(OPC).expect("hex"));
    AkaKeys::new(&Algorithm::Milenage { opc }, hex::decode(KI).expect("hex").into())
}

pub(crate) fn builder() -> ProfileBuilder {
    builder_of(&[])
}

/// The same with other contents of some files of the table.
pub(crate) fn builder_of(contents: &[(&[u16], &[u8])]) -> ProfileBuilder {
    let iccid = "8988211000000000018".parse().expect("an ICCID");
    let mut builder = ProfileBuilder::new(iccid);
    let mf = FileSpec::df(Access::arr(0x2F06, 1)).pin_status(&[0x01, 0x81, 0x0A]);
    builder.add_df(FilePath::mf(), mf).expect("MF");
    for (fid, aid) in [(USIM, &USIM_AID[..]), (ISIM, &ISIM_AID[..])] {
        let adf = FileSpec::adf(aid, Access::record(1)).pin_status(&[0x01, 0x81]);
        builder.add_df([fid], adf).expect("ADF");
    }
    for df in [&[0x7F10][..], &[0x7F20], &[USIM, 0x5F3A], &[USIM, 0x5F3B], &[USIM, 0x5FC0]] {
        let path = FilePath::new(df);
        let rule = access(&path, 1);
        builder.add_df(path, FileSpec::df(rule)).expect("DF");
    }
    for row in rows() {
        let rule = access(&row.path, row.rule);
        let file = if row.linear {
            FileSpec::linear_fixed(u8::try_from(row.size).expect("a record"), COUNT, rule)
        } else {
            FileSpec::transparent(row.size, rule)
        };
        let file = FileSpec { sfi: row.sfi, ..file };
        let given = contents.iter().find(|(path, _)| row.path.fids() == *path);
        let content = given.map_or_else(|| content(&row), |(_, content)| content.to_vec());
        builder.add_ef(row.path.clone(), file.content(&content)).expect(&row.name);
    }
    let usim = |fid: u16| FilePath::from([USIM, fid]);
    let acm = FileSpec::cyclic(3, 4, Access::record(2)).content(&[0; 12]);
    builder.add_ef(usim(0x6F39), acm).expect("EF.ACM");
    builder.add_ef([0x7F20, 0x6F39], FileSpec::link(usim(0x6F39), Access::arr(0x2F06, 2))).expect("EF.ACM for 2G");
    let puct = FileSpec::transparent(5, Access::record(6)).content(&[0x45, 0x55, 0x52, 0x00, 0x01]);
    builder.add_ef(usim(0x6F41), puct).expect("EF.PUCT");
    builder.add_ef(usim(0x6F9F), FileSpec::ber_tlv(400, Access::record(2)).sfi(0x15)).expect("a BER-TLV file");
    builder.add_ef([ISIM, 0x6F02], FileSpec::transparent(8, Access::arr(0x2F06, 7))).expect("EF.IMPI");
    set_codes(&mut builder);
    builder.set_aka([USIM], keys(), SqnArray::new(SqnConfig::default())).expect("keys");
    builder.share_aka([ISIM], [USIM]).expect("shared keys");
    builder
}

fn set_codes(builder: &mut ProfileBuilder) {
    let value = |text: &str| hex::decode(text).expect("hex");
    builder.set_puk(CodeSpec::puk(0x01, value(PUK1))).expect("PUK1");
    builder.set_puk(CodeSpec::puk(0x81, value(PUK2))).expect("PUK2");
    builder.set_pin(FilePath::mf(), CodeSpec::pin(0x01, *b"1234")).expect("PIN1");
    builder.set_pin([USIM], CodeSpec::pin(0x81, *b"5678")).expect("PIN2");
    builder.share_pins([ISIM], [USIM]).expect("shared PIN2");
    builder.set_adm(CodeSpec::adm(0x0A, value(ADM1))).expect("ADM1");
}

pub(crate) fn profile() -> Profile {
    builder().finish().expect("a sound profile")
}
