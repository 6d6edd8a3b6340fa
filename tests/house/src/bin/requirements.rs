//! Writes `docs/requirements.md` anew from the `R:` marks of the tests; with `--check` only says whether it is up to date.
//! A folder given as an argument is taken for the checkout.

use landfall_house::{marks, root};
use std::{fs, io, path::PathBuf, process::ExitCode};

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let base = arguments.iter().find(|a| !a.starts_with("--")).map_or_else(root, PathBuf::from);
    let page_path = base.join("docs/requirements.md");
    let page = fs::read_to_string(&page_path)?;
    let fresh = marks::annotate(&page, &marks::read(&base)?);
    if arguments.iter().any(|a| a == "--check") {
        return Ok(if fresh == page { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    fs::write(page_path, fresh)?;
    Ok(ExitCode::SUCCESS)
}
