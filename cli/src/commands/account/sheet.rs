use crate::{args::Cli, desk, failure::Failure, output::Answer, private_file};
use account::sheet::Sheet;
use app::Landfall;
use serde_json::{Value, json};
use std::path::Path;

pub(crate) fn run(cli: &Cli, to: Option<&Path>) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let sheet = landfall.recovery_sheet()?;
    give(landfall, &sheet, to, "", json!({}))
}

/// Shows the sheet, or writes it to a file, behind what else there is to say. Only what came through was shown.
pub(super) fn give(
    landfall: Landfall,
    sheet: &Sheet,
    to: Option<&Path>,
    made: &str,
    mut json: Value,
) -> Result<Answer, Failure> {
    let text = sheet.text();
    let told = match to {
        Some(path) => {
            private_file::write(path, format!("{}\n", *text).as_bytes())?;
            json["sheet_file"] = json!(path);
            format!("The recovery sheet is in {}. Keep it where no device of yours is.", path.display())
        }
        None => {
            json["sheet"] = json!(text.as_str());
            format!(
                "\
Recovery sheet, shown once. Write it down, and keep it where no device of yours is:

{}
It opens the account where the password is forgotten or all devices are lost. Nobody can make it again.",
                lines(&text)
            )
        }
    };
    let told = if made.is_empty() { told } else { format!("{made}\n\n{told}") };
    Ok(Answer::new(told, json).and_then(move || Ok(landfall.sheet_was_shown()?)))
}

/// `LF1` and the groups, four to a line.
fn lines(text: &str) -> String {
    let groups: Vec<&str> = text.split('-').collect();
    let (version, groups) = groups.split_first().unwrap_or((&"", &[]));
    let line = |(at, four): (usize, &[&str])| {
        let lead = if at == 0 { format!("{version}-") } else { " ".repeat(version.len() + 1) };
        format!("  {lead}{}\n", four.join("-"))
    };
    groups.chunks(4).enumerate().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use account::keys::{AccountId, SecretKey};

    #[test]
    fn the_sheet_is_read_as_it_is_shown() {
        let sheet = Sheet { account: AccountId([1; 16]), secret: SecretKey::new([2; 16]) };
        let shown = lines(&sheet.text());
        assert_eq!(shown.lines().count(), 2, "{shown}");
        assert_eq!(Sheet::read(&shown), Ok(sheet));
    }
}
