use crate::{
    args::{AnyCard, Cli, Create},
    desk,
    failure::Failure,
    output::Answer,
};
use app::flows::create::CreateEuiccRequest;
use rsp::crypto::PrivateKey;
use serde_json::json;
use std::path::Path;
use zeroize::Zeroizing;

/// Makes a software eUICC of files.
pub(crate) fn run(cli: &Cli, elsewhere: &AnyCard, files: &Create) -> Result<Answer, Failure> {
    if elsewhere.reader.is_some() || elsewhere.card_program.is_some() || elsewhere.eid.is_some() {
        return Err(Failure::Usage("an eUICC is made in the data folder, and its certificate names it".to_owned()));
    }
    let key_file = Zeroizing::new(read(&files.key_file)?);
    let key = PrivateKey::read(&key_file)
        .map_err(|error| Failure::Usage(format!("{}: {error}. {}", files.key_file.display(), error.hint())))?;
    let euicc_certificate = read(&files.certificate)?;
    let eum_certificate = read(&files.eum_certificate)?;
    let request = CreateEuiccRequest { euicc_certificate, eum_certificate, key };
    let eid = desk::open(cli)?.create_euicc(&request)?;
    Ok(Answer::new(format!("The eUICC {eid} is in the data folder."), json!({"eid": eid})))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::File { path: path.display().to_string(), error })
}
