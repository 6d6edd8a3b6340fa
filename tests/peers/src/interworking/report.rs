//! `docs/interworking.md`, from what really ran.

use super::transcript::Transcript;
use landfall_stage::Broken;
use std::{fmt::Write, path::Path};

/// What stands above the results, and what we learnt from the peers.
const HEAD: &str = include_str!("head.md");

/// One peer with one of our programs.
pub struct Section {
    name: &'static str,
    title: &'static str,
    peers: String,
    transcript: Transcript,
    steps: Vec<(String, Result<String, String>)>,
    skipped: Option<String>,
}

impl Section {
    /// One that runs. `name` is its transcript's; `peers` are the peers with their versions.
    #[must_use]
    pub const fn begin(name: &'static str, title: &'static str, peers: String, transcript: Transcript) -> Self {
        Self { name, title, peers, transcript, steps: Vec::new(), skipped: None }
    }

    /// One that can't be run.
    #[must_use]
    pub fn skipped(name: &'static str, title: &'static str, why: &str) -> Self {
        let (peers, transcript) = (String::new(), Transcript::default());
        Self { name, title, peers, transcript, steps: Vec::new(), skipped: Some(why.to_owned()) }
    }

    /// What is said goes here.
    pub const fn transcript(&mut self) -> &mut Transcript {
        &mut self.transcript
    }

    /// How a step went.
    #[expect(clippy::print_stdout, reason = "it is told while it runs")]
    pub fn step(&mut self, what: impl Into<String>, result: Result<String, Broken>) {
        let (what, result) = (what.into(), result.map_err(|error| error.to_string()));
        match &result {
            Ok(said) => println!("  ok      {what}: {said}"),
            Err(why) => println!("  FAILED  {what}: {why}"),
        }
        self.steps.push((what, result));
    }

    /// Whether every step went as it must.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.steps.iter().all(|(_, result)| result.is_ok())
    }

    fn write(&self, date: &str, out: &mut String) {
        let _ = writeln!(out, "\n## {}\n", self.title);
        if let Some(why) = &self.skipped {
            let _ = writeln!(out, "Not run: {why}.");
            return;
        }
        let _ = writeln!(out, "Peer: {}. Transcript: [{1}.txt](interworking/{1}.txt).\n", self.peers, self.name);
        let _ = writeln!(out, "| step | result | date |\n|---|---|---|");
        for (what, result) in &self.steps {
            let result = match result {
                Ok(said) => cell(said),
                Err(why) => format!("**failed**: {}", cell(why)),
            };
            let _ = writeln!(out, "| {} | {result} | {date} |", cell(what));
        }
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The whole page.
#[must_use]
pub fn page(sections: &[Section], date: &str) -> String {
    let mut out = HEAD.to_owned();
    sections.iter().for_each(|section| section.write(date, &mut out));
    out
}

/// Writes page and transcripts to `docs`. A section that was skipped takes its old transcript away.
///
/// # Errors
/// What the system refused.
pub fn write(sections: &[Section], date: &str, docs: &Path) -> Result<(), Broken> {
    let folder = docs.join("interworking");
    std::fs::create_dir_all(&folder).map_err(Broken::io("docs/interworking"))?;
    for section in sections {
        let file = folder.join(format!("{}.txt", section.name));
        if section.skipped.is_none() {
            std::fs::write(&file, section.transcript.text()).map_err(Broken::io(section.name))?;
        } else if file.exists() {
            std::fs::remove_file(&file).map_err(Broken::io(section.name))?;
        }
    }
    std::fs::write(docs.join("interworking.md"), page(sections, date)).map_err(Broken::io("interworking.md"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: E7
    #[test]
    fn the_page_says_what_ran_what_failed_and_what_did_not_run() {
        let mut ran = Section::begin("a", "lpac and our card", "lpac 2.3.0".to_owned(), Transcript::default());
        ran.step("chip info", Ok("EID 8904…".to_owned()));
        assert!(ran.holds());
        ran.step("download", Err(Broken::not("refused | by\nthe server")));
        assert!(!ran.holds());
        let page = page(&[ran, Section::skipped("b", "es9p_client", "PYSIM_DIR names no folder")], "2026-11-28");
        assert!(page.contains("| chip info | EID 8904… | 2026-11-28 |"));
        assert!(page.contains("| download | **failed**: refused \\| by the server | 2026-11-28 |"));
        assert!(page.contains("## es9p_client\n\nNot run: PYSIM_DIR names no folder."));
    }
}
