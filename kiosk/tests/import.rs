//! `stock import`: all or nothing, with file and line, and no secret in any error.

mod common;

use common::{NOW, Shop, product, row, stock};
use landfall_kiosk::{
    Entropy,
    stock::{
        import::{ImportError, Problem, import, rehearse},
        list,
    },
};
use model::NumberState;
use std::fmt::Write;

fn problems(result: Result<landfall_kiosk::stock::import::Imported, ImportError>) -> Vec<String> {
    match result {
        Err(ImportError::Problems(problems)) => problems
            .iter()
            .map(|Problem { file, line, what }| {
                let name = file.rsplit('/').next().unwrap_or_default();
                format!("{name}:{line}: {what}")
            })
            .collect(),
        other => panic!("expected problems, got {other:?}"),
    }
}

// R: A1
#[test]
fn products_segments_and_numbers_arrive() {
    let shop = Shop::new();
    let done = shop.import(&stock("jp-7", "free", 3)).expect("good");
    assert_eq!((done.products, done.segments, done.numbers), (1, 1, 3));
    let listed = list::products(shop.kiosk().store()).expect("reads");
    assert_eq!(listed[0].segments[0].left, Some(("99901000000".to_owned(), "99901000002".to_owned())));
    let numbers =
        list::numbers(shop.kiosk().store(), Some("jp-7"), Some(NumberState::Available), None, 10).expect("reads");
    assert_eq!(numbers.len(), 3);
    assert!(numbers.iter().all(|n| n.subscription && n.state == NumberState::Available));

    // The same product again: new terms, no second product. Its numbers are here already.
    let again = shop.import(&product("jp-7", "voucher")).expect("terms only");
    assert_eq!((again.products, again.updated), (0, 1));
}

// R: A1
#[test]
fn numbers_that_are_no_integers_and_several_segments() {
    let shop = Shop::new();
    let mut text = product("odd", "free");
    text += "[[product.segment]]\nfirst = \"VIP-A8\"\nlast = \"VIP-B1\"\n";
    for i in 0..4 {
        text += &row(i);
    }
    text += "[[product.segment]]\nfirst = \"X1\"\nlast = \"X9\"\ncsv = \"numbers.csv\"\n";
    let mut csv = "number,iccid,imsi,ki,opc,pin,puk,adm\n".to_owned();
    for i in 4..6 {
        let iccid = model::Iccid::with_check_digit(&format!("899990100000{i:06}")).expect("digits");
        let (ki, opc) = ("5a".repeat(16), "c3".repeat(16));
        writeln!(csv, "X{i},{iccid},99901{i:010},{ki},{opc},0000,12345678,").expect("writes");
    }
    shop.write("numbers.csv", csv.as_bytes());
    let done = shop.import(&text).expect("good");
    assert_eq!((done.segments, done.numbers), (2, 6));
    let numbers: Vec<String> = list::numbers(shop.kiosk().store(), None, None, None, 10)
        .expect("reads")
        .into_iter()
        .map(|n| n.number)
        .collect();
    assert_eq!(numbers, ["VIP-A8", "VIP-A9", "VIP-B0", "VIP-B1", "X4", "X5"]);
}

#[test]
fn a_rehearsal_leaves_nothing_behind() {
    let shop = Shop::new();
    let path = shop.write("stock.toml", stock("jp-7", "free", 3).as_bytes());
    let rehearsed = rehearse(shop.kiosk().store(), shop.target(), &path, NOW, Entropy).expect("good");
    assert!(list::products(shop.kiosk().store()).expect("reads").is_empty());
    assert_eq!(shop.import(&stock("jp-7", "free", 3)).expect("good"), rehearsed);
    // What is in stock now is in the way of a second time, which a rehearsal says too.
    let again = rehearse(shop.kiosk().store(), shop.target(), &path, NOW, Entropy);
    assert!(problems(again)[0].contains("is in the stock already"));
}

#[test]
fn each_error_names_file_and_line_and_nothing_is_imported() {
    let shop = Shop::new();
    let good = stock("jp-7", "free", 2);
    let line = |text: &str, part: &str| {
        text.lines().position(|l| l.contains(part)).map_or_else(|| panic!("{part}"), |i| i + 1)
    };
    let last_ki = good.lines().rev().position(|l| l.starts_with("ki")).expect("a ki");
    let row_line = good.lines().count() - last_ki - 3;

    let bad = good.replace("lease = 300", "leese = 300");
    let found = problems(shop.import(&bad));
    assert!(found[0].starts_with(&format!("stock.toml:{}: unknown field `leese`", line(&bad, "leese"))), "{found:?}");

    let bad = good.replace("9.90 EUR", "9.90");
    let found = problems(shop.import(&bad));
    assert!(found[0].contains(&format!("stock.toml:{}: money is written", line(&bad, "price"))), "{found:?}");

    let bad = good.replacen("imsi = \"999010000000001\"", "imsi = \"99901x\"", 1);
    assert_eq!(
        problems(shop.import(&bad)),
        [format!("stock.toml:{row_line}: IMSI has a character that is not a digit at position 5")]
    );

    let bad = good.replacen("999010000000001", "999010000000000", 1);
    assert_eq!(
        problems(shop.import(&bad)),
        [format!("stock.toml:{row_line}: the row's IMSI is in the stock already, or earlier in this file")]
    );

    let twice = format!("{good}{}", row(1));
    let found = problems(shop.import(&twice));
    assert!(found[0].contains("none left to give it"), "{found:?}");

    let bad = good.replace("last = \"99901000001\"", "last = \"9990100000A\"");
    assert!(problems(shop.import(&bad))[0].contains("not the two ends of one row"), "{bad}");

    let found = problems(import(shop.kiosk().store(), shop.target(), &shop.data().join("none.toml"), NOW, Entropy));
    assert!(found[0].starts_with("none.toml:0: can't be read"), "{found:?}");

    assert!(list::products(shop.kiosk().store()).expect("reads").is_empty(), "nothing stays of a bad import");
}

// R: A7
#[test]
fn a_duplicate_iccid_is_refused() {
    let shop = Shop::new();
    shop.import(&stock("jp-7", "free", 1)).expect("good");
    let other = stock("kr-7", "free", 1)
        .replace("99901000000\"", "88801000000\"")
        .replace("imsi = \"999010000000000\"", "imsi = \"999010000000009\"");
    let found = problems(shop.import(&other));
    assert!(found[0].contains("ICCID 8999901000000000005 is in the stock already"), "{found:?}");
    let both = stock("a", "free", 1).replace("0000000\"", "0000009\"") + &stock("b", "free", 1);
    assert!(problems(shop.import(&both)).iter().any(|p| p.contains("ICCID")), "also within one file");
}

#[test]
fn csv_errors_name_the_csv_and_its_line() {
    let shop = Shop::new();
    let text = product("jp-7", "free") + "[[product.segment]]\nfirst = \"1\"\nlast = \"9\"\ncsv = \"n.csv\"\n";
    let ki = "5a".repeat(16);
    let cases: [(String, &str); 6] = [
        (
            format!(
                "number,iccid,imsi,ki,opc,puk\n1,8999901000000000004,999011,{ki},{ki},12345678\n2,899990,999012,{ki},{ki},12345678\n"
            ),
            "n.csv:3: ICCID has 6 digits",
        ),
        (
            format!("number,iccid,imsi,ki,opc\n1,8999901000000000004,999011,{ki},{ki}\n"),
            "n.csv:2: the row has no puk (8 digits)",
        ),
        (format!("number,iccid,imsi,ki,opc\n1,8999901000000000004,999011,{ki}\n"), "n.csv:2: the row has 4 fields"),
        (format!("{ki},iccid\n1,2\n"), "n.csv:1: column 1 is none of"),
        (format!("iccid,iccid\n{ki},2\n"), "n.csv:1: column iccid is there twice"),
        (
            format!("number,iccid,imsi,ki,opc\n1,8999901000000000004,999011,{ki}x,{ki}\n"),
            "n.csv:2: ki is not an even number",
        ),
    ];
    for (csv, expected) in cases {
        shop.write("n.csv", csv.as_bytes());
        let found = problems(shop.import(&text));
        assert!(found[0].starts_with(expected), "{found:?}");
        assert!(found.iter().all(|p| !p.contains("5a5a")), "no secret in {found:?}");
    }
}

// R: A5
#[test]
fn what_no_phone_would_take_is_not_imported() {
    let shop = Shop::new();
    std::fs::File::create(shop.folder.path().join("big")).and_then(|f| f.set_len(20 << 20)).expect("a sparse file");
    shop.write("m", b"manifest");
    let good = stock("jp-7", "free", 1);
    let text = format!("{good}[[package]]\nfile = \"big\"\nmanifest = \"m\"\n");
    let line = text.lines().count() - 1;
    let found = problems(shop.import(&text));
    assert_eq!(found, [format!("stock.toml:{line}: big has 20971520 bytes, and a phone takes 16744448 at most")]);
    let csv = "number,iccid,profile\n1,8999901000000000004,big\n";
    shop.write("n.csv", csv.as_bytes());
    let text = product("jp-7", "free") + "[[product.segment]]\nfirst = \"1\"\nlast = \"9\"\ncsv = \"n.csv\"\n";
    assert!(problems(shop.import(&text))[0].starts_with("n.csv:2: big has 20971520 bytes"));
}

// R: A9
#[test]
fn no_error_repeats_a_secret() {
    let shop = Shop::new();
    let good = stock("jp-7", "free", 1);
    let ki = format!("ki = \"{}\"", "5a".repeat(16));
    for bad in [
        "ki = 123456",
        "ki = -5",
        "ki = 1.2345",
        "ki = true",
        "ki = 123456789012345678901234567890",
        "ki = [\"123456\"]",
        "ki = { a = \"123456\" }",
        "ki = 1979-05-27",
        "ki = \"123456",
        "ki = 123456abc",
        "ki = \"123456xyz\"",
        "ki = \"123456\"",
        "ki = '''123456",
    ] {
        let text = good.replace(&ki, bad);
        assert_ne!(text, good);
        let found = problems(shop.import(&text)).join("\n");
        for secret in ["123456", "-5", "1.2345", "1979", "true"] {
            assert!(!found.contains(secret), "{bad}: {found}");
        }
    }
}

// R: A9
#[test]
fn no_secret_lies_on_the_disk() {
    let mut shop = Shop::with(&stock("jp-7", "free", 20));
    shop.stop();
    let mut files = 0;
    for entry in std::fs::read_dir(shop.data()).expect("reads") {
        let bytes = std::fs::read(entry.expect("reads").path()).unwrap_or_default();
        files += 1;
        for secret in [[0x5A; 16], [0xC3; 16]] {
            assert!(!bytes.windows(16).any(|w| w == secret));
        }
        for secret in ["5a5a5a5a", "c3c3c3c3", "5A5A5A5A"] {
            assert!(!bytes.windows(8).any(|w| w == secret.as_bytes()));
        }
    }
    assert!(files >= 3, "the database and the keystore were looked at");
}

// R: A1
#[test]
fn the_example_of_the_documentation_is_good() {
    let shop = Shop::new();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/examples/stock.toml");
    let done = import(shop.kiosk().store(), shop.target(), path.as_ref(), NOW, Entropy).expect("good");
    assert_eq!((done.products, done.numbers), (3, 9));
}

// R: A1 A3
#[test]
fn the_example_that_the_program_writes_is_good() {
    let shop = Shop::new();
    let file = landfall_kiosk::example::write(&shop.folder.path().join("s"), 4, None, &mut Entropy).expect("writes");
    let done = import(shop.kiosk().store(), shop.target(), &file, NOW, Entropy).expect("good");
    assert_eq!((done.products, done.numbers), (3, 12));
}
