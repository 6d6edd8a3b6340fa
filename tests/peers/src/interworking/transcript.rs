//! What was said, without where it was said.

use crate::Said;
use std::{fmt::Write, path::Path};

/// Longer lines are cut: certificates and packages in hexadecimal digits.
const WIDEST: usize = 400;

/// The commands of a section with what they printed.
#[derive(Debug, Default)]
pub struct Transcript {
    text: String,
    hidden: Vec<(String, &'static str)>,
}

impl Transcript {
    /// An empty one, in which a folder or file of this machine is called by another name.
    #[must_use]
    pub fn hiding(places: &[(&Path, &'static str)]) -> Self {
        let mut hidden: Vec<(String, &'static str)> =
            places.iter().map(|(path, name)| (path.display().to_string(), *name)).collect();
        // The longest first: one may lie in another.
        hidden.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
        Self { text: String::new(), hidden }
    }

    /// Adds a command, as a user would type it, and what it said.
    pub fn add(&mut self, command: &str, said: &Said) {
        self.line(&format!("$ {command}"));
        for line in said.text.lines().chain(said.errors.lines()) {
            self.line(line);
        }
    }

    /// Adds a line.
    pub fn line(&mut self, line: &str) {
        let line = self.hidden.iter().fold(line.to_owned(), |line, (path, name)| line.replace(path, name));
        let cut: String = line.chars().take(WIDEST).collect();
        let more = if cut.len() < line.len() { " …" } else { "" };
        let _ = writeln!(self.text, "{cut}{more}");
    }

    /// The whole.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_place_of_this_machine_is_told_and_no_line_is_endless() {
        let places = [(Path::new("/home/ann"), "~"), (Path::new("/home/ann/lpac/bin/lpac"), "lpac")];
        let mut transcript = Transcript::hiding(&places);
        let said = Said {
            succeeded: false,
            text: "A".repeat(500),
            errors: "error: /home/ann/lpac/bin/lpac failed in /home/ann/x".to_owned(),
            took: std::time::Duration::default(),
        };
        transcript.add("lpac chip info", &said);
        let lines: Vec<&str> = transcript.text().lines().collect();
        assert_eq!(lines[0], "$ lpac chip info");
        assert_eq!(lines[1].chars().count(), WIDEST + 2);
        assert_eq!(lines[2], "error: lpac failed in ~/x");
    }
}
