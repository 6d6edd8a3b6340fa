//! A stock to try things out with: three products, random keys, numbers of test networks only.

use model::{Iccid, Random};
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// The products: class, and the rest of its table.
const PRODUCTS: [(&str, &str); 3] = [
    (
        "jp-week",
        "name = \"Japan, a week\"\noperator = \"Nord Mobile\"\nprice = \"9.90 EUR\"\narea = [\"JP\"]\n\
         network-rate = 100000\ndata = \"5 GB\"\nvalidity-days = 7\napn = \"nord.test\"\nauthorisation = \"attendant\"\n",
    ),
    (
        "asia-month",
        "name = \"Asia, a month\"\noperator = \"Nord Mobile\"\nprice = \"29.00 EUR\"\narea = [\"JP\", \"KR\", \"TH\"]\n\
         network-rate = 300000\ndata = \"unlimited\"\nvalidity-days = 30\napn = \"nord.test\"\n\
         authorisation = \"attendant\"\nmanner = \"delete\"\nno-carrier-lock = true\n",
    ),
    (
        "hello",
        "name = \"First hour\"\noperator = \"Sued Telecom\"\nprice = \"0 EUR\"\narea = [\"JP\"]\n\
         network-rate = 1000\ndata = \"100 MB\"\nvalidity-days = 1\napn = \"sued.test\"\nauthorisation = \"free\"\n",
    ),
];

/// Writes `stock.toml` and its CSV files to `dir`, `count` numbers of each product; answers where the stock file is. With
/// `template`, the rows are put into that profile package.
///
/// # Errors
/// What the system refused.
pub fn write(dir: &Path, count: u32, template: Option<&Path>, random: &mut dyn Random) -> io::Result<PathBuf> {
    std::fs::create_dir_all(dir)?;
    let mut toml = String::from("# Synthetic: keys are random, networks are test networks (999-01).\n");
    for (place, (class, rest)) in PRODUCTS.into_iter().enumerate() {
        let csv = format!("{class}.csv");
        let number = |i: u32| format!("9990{place}{i:07}");
        toml += &format!("\n[[product]]\nclass = \"{class}\"\n{rest}\n");
        toml += &format!(
            "[[product.segment]]\nfirst = \"{}\"\nlast = \"{}\"\ncsv = \"{csv}\"\n",
            number(0),
            number(count - 1)
        );
        if template.is_some() {
            toml += "template = \"template.der\"\n";
        }
        let mut rows = BufWriter::new(File::create(dir.join(csv))?);
        writeln!(rows, "number,iccid,imsi,algorithm,ki,opc,puk")?;
        for i in 0..count {
            let iccid = Iccid::with_check_digit(&format!("8999901{place}{i:010}")).map_err(io::Error::other)?;
            let (ki, opc, puk) = (hex(random), hex(random), digits(random));
            writeln!(rows, "{},{iccid},99901{place}{i:09},milenage,{ki},{opc},{puk}", number(i))?;
        }
        rows.flush()?;
    }
    if let Some(template) = template {
        std::fs::copy(template, dir.join("template.der"))?;
    }
    let file = dir.join("stock.toml");
    std::fs::write(&file, toml)?;
    Ok(file)
}

fn hex(random: &mut dyn Random) -> String {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    hex::encode(bytes)
}

/// A PUK: eight decimal digits, each as likely as the others.
fn digits(random: &mut dyn Random) -> String {
    let (mut out, mut byte) = (String::with_capacity(8), [0]);
    while out.len() < 8 {
        random.fill(&mut byte);
        // 250 = 25 · 10: what is above would favour the low digits.
        if byte[0] < 250 {
            out.push(char::from(b'0' + byte[0] % 10));
        }
    }
    out
}
