use clap::Args;
use model::VersionSpec;
use rsp::version::WrittenVersions;

/// Versions as they are written.
#[derive(Debug, Args)]
pub(crate) struct Versions {
    /// Tell the server the versions as they are written, beside the standard's numbers: MIN..MAX, or one alone. Each is a number (the
    /// card's own), functions, or both: v2.2.0..v3.0.0,profileDownload,rpm; v2.2.0;1..v3.0.0;11; profileDownload..profileDownload,rpm.
    #[arg(long, value_name = "MIN..MAX", value_parser = read)]
    pub(crate) versions: Option<WrittenVersions>,
}

fn read(text: &str) -> Result<WrittenVersions, String> {
    let one = |text: &str| text.parse::<VersionSpec>().map_err(|error| format!("{text:?}: {error}"));
    Ok(match text.split_once("..") {
        Some((minimum, maximum)) => WrittenVersions { minimum: one(minimum)?, maximum: Some(one(maximum)?) },
        None => WrittenVersions { minimum: one(text)?, maximum: None },
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    // R: E4
    #[test]
    fn every_form_is_taken() {
        for (text, minimum, maximum) in [
            ("v2.2.0..v3.0.0;11", "v2.2.0", Some("v3.0.0,profileDownload,rpm")),
            ("2.2..3.0", "v2.2.0", Some("v3.0.0")),
            ("1..11", "profileDownload", Some("profileDownload,rpm")),
            ("profileDownload..rpm", "profileDownload", Some("rpm")),
            ("v3,1,0", "v3.0.0,profileDownload", None),
        ] {
            let read = read(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(read.minimum.to_string(), minimum, "{text}");
            assert_eq!(read.maximum.map(|version| version.to_string()).as_deref(), maximum, "{text}");
        }
        for bad in ["", "v2.2.0..", "..v3", "2.2..3.0..4.0", "v3;12"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
