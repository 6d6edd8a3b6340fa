use serde::{Deserialize, Serialize};
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// What a figure counts, and so which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Done so often in a second.
    #[serde(rename = "1/s")]
    PerSecond,
    /// Megabytes (10^6) a second.
    #[serde(rename = "MB/s")]
    MegabytesPerSecond,
    /// Seconds.
    #[serde(rename = "s")]
    Seconds,
    /// Milliseconds.
    #[serde(rename = "ms")]
    Milliseconds,
    /// Microseconds.
    #[serde(rename = "us")]
    Microseconds,
    /// Megabytes (10^6).
    #[serde(rename = "MB")]
    Megabytes,
    /// A plain count.
    #[serde(rename = "count")]
    Count,
    /// A quotient of two figures.
    #[serde(rename = "ratio")]
    Ratio,
}

impl Unit {
    /// Whether more is better, so that a ratio to a peer is ours by theirs and not theirs by ours.
    const fn more_is_better(self) -> bool {
        matches!(self, Self::PerSecond | Self::MegabytesPerSecond)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::PerSecond => "1/s",
            Self::MegabytesPerSecond => "MB/s",
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "us",
            Self::Megabytes => "MB",
            Self::Count => "count",
            Self::Ratio => "ratio",
        })
    }
}

/// One figure, as it stands in `target/bench.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Dotted, the crate first: `aka.milenage`.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// What it is held against; `null` if nothing, or if that is not installed.
    pub peer: Option<String>,
    /// The peer's figure in the same unit.
    pub peer_value: Option<f64>,
    /// How many times as good as the peer: above 1 is better, whatever the unit.
    pub ratio: Option<f64>,
}

/// Why figures could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// What happened.
        error: io::Error,
    },
    /// A file that holds something else.
    #[error("{path} is not a list of figures: {error}")]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        error: serde_json::Error,
    },
}

/// The figures of one bench program.
#[derive(Debug)]
pub struct Report {
    bench: &'static str,
    rows: Vec<Row>,
}

impl Report {
    /// Of the bench with this name.
    #[must_use]
    pub const fn new(bench: &'static str) -> Self {
        Self { bench, rows: Vec::new() }
    }

    /// Adds a figure, with the peer's name and figure in the same unit where there is one.
    pub fn add(&mut self, name: &str, value: f64, unit: Unit, peer: Option<(&str, f64)>) {
        let ratio = peer.map(|(_, theirs)| if unit.more_is_better() { value / theirs } else { theirs / value });
        let (peer, peer_value) = peer.map(|(name, theirs)| (name.to_owned(), theirs)).unzip();
        self.rows.push(Row { name: name.to_owned(), value, unit, peer, peer_value, ratio });
    }

    /// Writes the figures to `target/bench/<bench>.json`, over those of an earlier run.
    ///
    /// # Errors
    /// [`ReportError::File`] if it can't.
    pub fn write(self) -> Result<(), ReportError> {
        write(&folder().join("bench").join(self.bench).with_extension("json"), &self.rows)
    }
}

/// The workspace's `target`.
#[must_use]
pub fn folder() -> PathBuf {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    benches.parent().unwrap_or(benches).join("target")
}

/// The figures of all benches that ran, by name; also written to `target/bench.json`.
///
/// # Errors
/// [`ReportError`].
pub fn merged() -> Result<Vec<Row>, ReportError> {
    let benches = folder().join("bench");
    let at = |error| ReportError::File { path: benches.clone(), error };
    let mut rows = Vec::new();
    for entry in fs::read_dir(&benches).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.extension().is_some_and(|e| e == "json") {
            rows.extend(read(&path)?);
        }
    }
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    write(&folder().join("bench.json"), &rows)?;
    Ok(rows)
}

/// The figures in a file.
///
/// # Errors
/// [`ReportError`].
pub fn read(path: &Path) -> Result<Vec<Row>, ReportError> {
    let text = fs::read(path).map_err(|error| ReportError::File { path: path.to_owned(), error })?;
    serde_json::from_slice(&text).map_err(|error| ReportError::Content { path: path.to_owned(), error })
}

fn write(path: &Path, rows: &[Row]) -> Result<(), ReportError> {
    let content = |error| ReportError::Content { path: path.to_owned(), error };
    let file = |error| ReportError::File { path: path.to_owned(), error };
    let mut text = serde_json::to_string_pretty(rows).map_err(content)?;
    text.push('\n');
    path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text)).map_err(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_above_one_is_better_whatever_the_unit() {
        let mut report = Report::new("test");
        report.add("a.rate", 10.0, Unit::PerSecond, Some(("peer", 5.0)));
        report.add("a.time", 5.0, Unit::Milliseconds, Some(("peer", 10.0)));
        report.add("a.alone", 5.0, Unit::Count, None);
        let ratios: Vec<_> = report.rows.iter().map(|row| row.ratio).collect();
        assert_eq!(ratios, [Some(2.0), Some(2.0), None]);
    }

    #[test]
    fn a_row_as_it_is_stored() {
        let mut report = Report::new("test");
        report.add("aka.milenage", 4.0, Unit::PerSecond, Some(("peer", 2.0)));
        report.add("disk.sync_ms", 0.5, Unit::Milliseconds, None);
        let json = serde_json::to_string(&report.rows).expect("plain values");
        let milenage = r#"{"name":"aka.milenage","value":4.0,"unit":"1/s","peer":"peer","peer_value":2.0,"ratio":2.0}"#;
        let disk = r#"{"name":"disk.sync_ms","value":0.5,"unit":"ms","peer":null,"peer_value":null,"ratio":null}"#;
        assert_eq!(json, format!("[{milenage},{disk}]"));
        assert_eq!(serde_json::from_str::<Vec<Row>>(&json).expect("what was written"), report.rows);
    }
}
