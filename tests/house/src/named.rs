//! Tests that a page names: in tables with a column "Our test", each name is a function of the tree, and each row has one or says why not.

use std::{collections::BTreeSet, fs, io, path::Path};

/// The heading of the column.
const COLUMN: &str = "Our test";

/// The rows of `page` that name no test, or one that is not there (`known`), in words.
#[must_use]
pub fn breaches(page: &str, known: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    let mut column = None;
    let mut above = false;
    for line in page.lines() {
        let Some(cells) = cells(line) else {
            (column, above) = (None, false);
            continue;
        };
        let Some(at) = column else {
            column = Some(cells.iter().position(|cell| *cell == COLUMN));
            continue;
        };
        let Some(cell) = at.and_then(|at| cells.get(at)) else { continue };
        if cell.chars().all(|c| c == '-') && !cell.is_empty() {
            continue;
        }
        let row = cells.iter().find(|cell| !cell.is_empty()).copied().unwrap_or_default();
        let names: Vec<&str> = names(cell).collect();
        for name in &names {
            if !known.contains(*name) {
                found.push(format!("{row}: there is no test {name}"));
            }
        }
        // "same" is the row above; the others say themselves why there is none.
        let says = cell.contains("same") && above
            || cell.starts_with("as ")
            || cell.contains("missing")
            || cell.contains("never sent")
            || *cell == "—";
        if names.is_empty() && !says {
            found.push(format!("{row}: no test is named"));
        }
        above = !names.is_empty() || says;
    }
    found
}

/// The names of every function below `root`.
///
/// # Errors
/// If a source file can't be read.
pub fn functions(root: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for file in crate::marks::sources(root)? {
        let text = fs::read_to_string(file)?;
        names.extend(text.lines().filter_map(|line| crate::marks::function(line.trim())).map(str::to_owned));
    }
    Ok(names)
}

/// The cells of a table's row.
fn cells(line: &str) -> Option<Vec<&str>> {
    let row = line.strip_prefix('|')?.trim_end().strip_suffix('|')?;
    Some(row.split('|').map(str::trim).collect())
}

/// What stands in back-quotes and is a function's name: not a path.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    let word = |text: &&str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    cell.split('`').skip(1).step_by(2).filter(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_without_its_test_is_seen() {
        let known = BTreeSet::from(["it_holds".to_owned()]);
        let page = "| Check | Our test |\n|---|---|\n| a | `it_holds` in `some/file.rs` |\n| b | same |\n| c | missing |\n\n\
                    | Other |\n|---|\n| `what` |\n\n| Check | Our test |\n|---|---|\n| d | same |\n| e | `it_held` |\n| f | |\n";
        let found = breaches(page, &known);
        assert_eq!(found, ["d: no test is named", "e: there is no test it_held", "f: no test is named"]);
    }
}
