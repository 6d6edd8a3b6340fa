use crate::harbour::{Harbour, NOW, subscriber};
use landfall_kiosk::{
    schema,
    seal::SealingKey,
    stock::import::{ImportError, Imported, Target, rehearse},
};
use nearfield::sim::Dice;
use std::{path::Path, sync::LazyLock};
use store::{Folder, Options, Store};
use tempfile::TempDir;

/// A kiosk's database, and a folder for the files of a stock.
struct Desk {
    store: Store,
    files: TempDir,
    // The store lives in it.
    _data: TempDir,
}

/// A stock file and what lies beside it: the TOML, `rows.csv` and `template.der`, each up to a zero byte. Everything an import
/// does is done, and taken back. Every problem names a file; secrets of a row never show.
pub(crate) fn stock(data: &[u8]) {
    // The file may name any other: not one of the machine that this runs on.
    if data.len() > 1 << 16
        || data.split(|b| *b == 0).next().is_some_and(|toml| toml.iter().any(|b| b"/\\".contains(b)))
    {
        return;
    }
    match imported(data) {
        Ok(done) => assert!(done.numbers == 0 || done.segments > 0),
        Err(ImportError::Problems(problems)) => {
            assert!(!problems.is_empty());
            for problem in &problems {
                assert!(!problem.file.is_empty() && !problem.what.is_empty());
                assert!(!problem.to_string().contains(KI), "a Ki shows");
            }
        }
        Err(error) => panic!("the database refused: {error}"),
    }
}

fn imported(data: &[u8]) -> Result<Imported, ImportError> {
    static DESK: LazyLock<Desk> = LazyLock::new(|| {
        let (data, files) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let folder = Folder::claim(data.path()).expect("nobody else's");
        let store = Store::open(&folder, schema::NAME, &schema::MIGRATIONS, Options::default()).expect("new");
        Desk { store, files, _data: data }
    });
    let mut parts = data.splitn(3, |b| *b == 0);
    let folder = DESK.files.path();
    for name in ["stock.toml", "rows.csv", "template.der"] {
        write(folder, name, parts.next());
    }
    let target = Target { sealing_key: SealingKey([9; 32]), operator_key: Harbour::get().root_key.public() };
    rehearse(&DESK.store, target, &folder.join("stock.toml"), NOW, Dice::new(1))
}

fn write(folder: &Path, name: &str, bytes: Option<&[u8]>) {
    let path = folder.join(name);
    match bytes {
        Some(bytes) => std::fs::write(path, bytes).expect("there is room"),
        None => drop(std::fs::remove_file(path)),
    }
}

/// The Ki of every seed.
const KI: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let product = "[[product]]\nclass = \"week\"\nname = \"Week\"\noperator = \"Harbour\"\nprice = \"9.90 EUR\"\n\
                   area = [\"JP\"]\nnetwork-rate = 5000\ndata = \"5 GB\"\nvalidity-days = 7\n";
    let secrets =
        format!("ki = \"{KI}\"\nopc = \"cd63cb71954a9f4e48a5994e37a02baf\"\npin = \"1234\"\npuk = \"12345678\"\n");
    let inline = format!(
        "{product}manner = \"delete\"\nauthorisation = \"free\"\nlease = 300\n[[product.segment]]\nfirst = \"999010000\"\nlast = \"999010009\"\n\
         [[product.segment.number]]\niccid = \"8900101000000000019\"\nimsi = \"001010000000001\"\n{secrets}"
    );
    let beside = format!("{product}[[product.segment]]\nfirst = \"VIP-A1\"\nlast = \"VIP-B1\"\ncsv = \"rows.csv\"\n");
    let header = "number,msisdn,iccid,imsi,algorithm,ki,opc,pin,puk,adm,profile\n";
    let rows = format!(
        "{header}VIP-A1,+882100000001,8900101000000000019,001010000000001,milenage,{KI},{KI},1234,12345678,3837363534333231,\n\
         VIP-A2,,8900101000000000027,001010000000002,comp128v1,{KI},,,87654321,,\n# one\n"
    );
    let with_template = beside.replace("csv = ", "template = \"template.der\"\ncsv = ");
    let template = saip::build(&subscriber(1)).expect("a good row").encode();
    let package = "[[package]]\nfile = \"rows.csv\"\nmanifest = \"template.der\"\n[[voucher-issuer]]\nname = \"Till\"\n\
                   key = \"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"\n";
    let join = |parts: &[&[u8]]| parts.join(&0);
    vec![
        inline.into_bytes(),
        join(&[beside.as_bytes(), rows.as_bytes()]),
        join(&[with_template.as_bytes(), rows.as_bytes(), template.expose()]),
        join(&[package.as_bytes(), b"driver", b"manifest"]),
    ]
}

#[cfg(test)]
mod tests {
    use super::{imported, seeds};

    #[test]
    fn seeds_are_good_stock() {
        let numbers: Vec<_> = seeds().iter().take(3).map(|seed| imported(seed).expect("good").numbers).collect();
        assert_eq!(numbers, [1, 2, 2]);
    }
}
