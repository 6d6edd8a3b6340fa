//! An operator's file of keys: CSV with a header, a SIM a row.

use crate::failure::Failure;
use app::SimKey;
use model::{Algorithm, Iccid, SecretBytes};
use std::path::Path;
use zeroize::Zeroizing;

/// The key of the SIM `iccid`.
pub(crate) fn find(path: &Path, iccid: &Iccid) -> Result<SimKey, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::File { path: path.display().to_string(), error })?;
    let bytes = Zeroizing::new(bytes);
    let wrong = |what: &str| Failure::Usage(format!("{}: {what}", path.display()));
    let text = std::str::from_utf8(&bytes).map_err(|_| wrong("it is no text"))?;
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let columns = lines.next().map(cells).unwrap_or_default();
    let place = |name: &str| columns.iter().position(|column| column.eq_ignore_ascii_case(name));
    let (Some(number), Some(ki)) = (place("iccid"), place("ki")) else {
        return Err(wrong("its first line must name the columns, iccid and ki among them"));
    };
    let wanted = iccid.to_string();
    let row = lines
        .map(cells)
        .find(|row| row.get(number).is_some_and(|cell| *cell == wanted))
        .ok_or_else(|| wrong(&format!("it has no row for {iccid}")))?;
    let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).copied().filter(|cell| !cell.is_empty());
    let secret = |name: &str, at: Option<usize>| {
        let digits = cell(at).ok_or_else(|| wrong(&format!("the row of {iccid} has no {name}")))?;
        hex::decode(digits).map(SecretBytes::new).map_err(|_| wrong(&format!("{name} is not hexadecimal")))
    };
    let algorithm = match cell(place("algorithm")).unwrap_or("milenage") {
        "milenage" => Algorithm::Milenage { opc: secret("opc", place("opc"))? },
        "tuak" => Algorithm::Tuak { topc: secret("opc", place("opc"))?, iterations: 1, res_size: 8 },
        "comp128v1" => Algorithm::Comp128 { version: 1 },
        "comp128v2" => Algorithm::Comp128 { version: 2 },
        "comp128v3" => Algorithm::Comp128 { version: 3 },
        other => return Err(wrong(&format!("{other} is none of milenage, tuak, comp128v1, comp128v2, comp128v3"))),
    };
    Ok(SimKey { algorithm, ki: secret("ki", Some(ki))? })
}

/// None of what stands there needs a comma.
fn cells(line: &str) -> Vec<&str> {
    line.split(',').map(|cell| cell.trim().trim_matches('"')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: B2
    #[test]
    fn a_key_is_found_by_its_number_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("keys.csv");
        let (own, other) = ("8999901000000000005", "8999901000000000013");
        let write = |text: &str| std::fs::write(&path, text).expect("writes");
        let iccid: Iccid = own.parse().expect("an ICCID");
        let find = || find(&path, &iccid);
        write(&format!(
            "iccid,algorithm,ki,opc\n{other},milenage,00,11\n{own}, milenage ,\"{}\",{}\n",
            "A0".repeat(16),
            "0B".repeat(16)
        ));
        let key = find().expect("it is there");
        assert_eq!(key.ki.expose(), [0xA0; 16]);
        assert!(matches!(key.algorithm, Algorithm::Milenage { opc } if opc.expose() == [0x0B; 16]));
        for (text, why) in [
            (format!("iccid,ki,opc\n{other},00,11\n"), "no row"),
            (format!("iccid,ki,opc\n{own},,11\n"), "has no ki"),
            (format!("iccid,ki,opc\n{own},0g,11\n"), "not hexadecimal"),
            (format!("iccid,ki,algorithm\n{own},00,xor\n"), "none of"),
            ("number,ki\n".to_owned(), "name the columns"),
            (String::new(), "name the columns"),
        ] {
            write(&text);
            let error = find().expect_err("it has no key").to_string();
            assert!(error.contains(why), "{error}");
        }
    }
}
