//! Writes `docs/requirements.md` anew from the `R:` marks of the tests; with `--check` only says whether it is up to date.

use landfall_house::{marks, root};
use std::{fs, io, process::ExitCode};

fn main() -> io::Result<ExitCode> {
    let page_path = root().join("docs/requirements.md");
    let page = fs::read_to_string(&page_path)?;
    let fresh = marks::annotate(&page, &marks::read(&root())?);
    if std::env::args().any(|a| a == "--check") {
        return Ok(if fresh == page { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    fs::write(page_path, fresh)?;
    Ok(ExitCode::SUCCESS)
}
