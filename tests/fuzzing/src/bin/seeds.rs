//! Writes the seeds of every target into its corpus, in place of those that are there.

use landfall_fuzzing::{TARGETS, corpus};
use std::{fs, io};

fn main() -> io::Result<()> {
    for target in TARGETS {
        let folder = corpus(&target);
        fs::create_dir_all(&folder)?;
        for file in fs::read_dir(&folder)? {
            let path = file?.path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("seed-")) {
                fs::remove_file(path)?;
            }
        }
        for (number, seed) in (target.seeds)().iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:02}")), seed)?;
        }
    }
    Ok(())
}
