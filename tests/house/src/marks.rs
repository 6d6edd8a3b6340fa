//! `// R: A4` marks: which test proves which requirement.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Requirement id → the tests that carry its mark, as `path: test_name`.
pub type Proofs = BTreeMap<String, Vec<String>>;

/// Reads every mark below `root`, of Rust, Kotlin and Swift. A mark belongs to the first function behind it.
///
/// # Errors
/// If a source file can't be read.
pub fn read(root: &Path) -> io::Result<Proofs> {
    let mut proofs = Proofs::new();
    for file in files(root, &["rs", "kt", "swift"])? {
        let text = fs::read_to_string(&file)?;
        let place = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        let mut waiting: Vec<String> = Vec::new();
        for line in text.lines() {
            let line = line.trim();
            if let Some(ids) = line.strip_prefix("// R: ") {
                waiting.extend(ids.split([',', ' ']).filter(|id| is_id(id)).map(str::to_owned));
            } else if let Some(name) = function(line).or_else(|| foreign(line)) {
                for id in waiting.drain(..) {
                    proofs.entry(id).or_default().push(format!("{place}: {name}"));
                }
            }
        }
    }
    for tests in proofs.values_mut() {
        tests.sort();
        tests.dedup();
    }
    Ok(proofs)
}

/// The requirements page with its `*Proved by:*` lines written anew.
#[must_use]
pub fn annotate(page: &str, proofs: &Proofs) -> String {
    let mut out = String::new();
    let mut open: Option<String> = None;
    let close = |out: &mut String, id: Option<String>| {
        if let Some(id) = id {
            let tests = proofs.get(&id).map_or_else(
                || "nothing yet".to_owned(),
                |tests| tests.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", "),
            );
            out.push_str(&format!("    *Proved by:* {tests}\n"));
        }
    };
    for line in page.lines().filter(|l| !l.trim_start().starts_with("*Proved by:*")) {
        let id = line.split_whitespace().next().filter(|word| is_id(word) && line.starts_with(word));
        if id.is_some() || !line.starts_with("    ") {
            close(&mut out, open.take());
        }
        out.push_str(line);
        out.push('\n');
        open = id.map(str::to_owned).or(open);
    }
    close(&mut out, open.take());
    out
}

fn is_id(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| ('A'..='F').contains(&c)) && word.len() > 1 && letters.all(|c| c.is_ascii_digit())
}

pub(crate) fn function(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub ").unwrap_or(line);
    let rest = rest.strip_prefix("async ").unwrap_or(rest).strip_prefix("fn ")?;
    rest.split(['(', '<']).next()
}

/// A function of Kotlin (whose name may be a sentence) or Swift (whose test may carry one).
fn foreign(line: &str) -> Option<&str> {
    if let Some((_, rest)) = line.split_once("fun `") {
        return rest.split('`').next();
    }
    let named = line.split_once("@Test(\"").and_then(|(_, rest)| rest.split('"').next());
    let of = |word: &str| line.split_once(word).and_then(|(_, rest)| rest.split(['(', '<']).next());
    named.or_else(|| of("fun ")).or_else(|| of("func "))
}

pub(crate) fn sources(root: &Path) -> io::Result<Vec<PathBuf>> {
    files(root, &["rs"])
}

fn files(root: &Path, extensions: &[&str]) -> io::Result<Vec<PathBuf>> {
    let mut folders = vec![root.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !["target", "Generated"].contains(&&*name) && !name.starts_with('.') {
                folders.push(path);
            } else if path.extension().is_some_and(|e| extensions.iter().any(|wanted| e == *wanted)) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_other_languages_have_names_too() {
        assert_eq!(foreign("fun `a phone lands`() = runBlocking {"), Some("a phone lands"));
        assert_eq!(foreign("internal fun lands() {"), Some("lands"));
        assert_eq!(foreign("@Test(\"a phone lands\") func lands() async throws {"), Some("a phone lands"));
        assert_eq!(foreign("func lands() async throws {"), Some("lands"));
        assert_eq!(foreign("@Test"), None);
    }

    #[test]
    fn a_page_is_annotated_once() {
        let page = "# Title\nA1  first\n    more\nA2  second\n\nEnd\n";
        let proofs = Proofs::from([("A1".to_owned(), vec!["x.rs: t".to_owned()])]);
        let once = annotate(page, &proofs);
        assert_eq!(
            once,
            "# Title\nA1  first\n    more\n    *Proved by:* `x.rs: t`\nA2  second\n    *Proved by:* nothing yet\n\nEnd\n"
        );
        assert_eq!(annotate(&once, &proofs), once);
    }
}
