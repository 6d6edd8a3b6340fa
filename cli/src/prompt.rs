//! Questions on the terminal. Where a command has waited for something before, they are asked through [`crate::runtime::ask`].

use crate::{failure::Failure, output};

/// What the user answers, without the spaces around it.
pub(crate) fn line(question: &str) -> Result<String, Failure> {
    output::say(question);
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(Failure::terminal)?;
    Ok(line.trim().to_owned())
}

/// Yes or no; anything else is no.
pub(crate) fn confirm(question: &str) -> Result<bool, Failure> {
    Ok(matches!(line(&format!("{question} [y/N]"))?.as_str(), "y" | "Y" | "yes"))
}
