use crate::{failure::Failure, output::Answer};

pub(crate) fn run() -> Result<Answer, Failure> {
    let names = reader::pcsc::readers()?;
    let text = if names.is_empty() { "There is no reader.".to_owned() } else { names.join("\n") };
    Ok(Answer::new(text, names.into()))
}
