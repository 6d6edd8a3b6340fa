use crate::{
    args::{Cli, Passphrase},
    desk,
    failure::Failure,
    output::Answer,
    secret_input,
};
use serde_json::json;
use vault::keystore::software::Unlock;

pub(crate) fn run(cli: &Cli, action: &Passphrase) -> Result<Answer, Failure> {
    let (_folder, keystore) = desk::keystore(cli)?;
    let (unlock, text) = match action {
        Passphrase::Set { new_passphrase_file } => {
            let new = secret_input::read_new(new_passphrase_file.as_deref(), "New passphrase")?;
            if new.is_empty() {
                return Err(Failure::Usage("a passphrase is not empty; `passphrase remove` takes it away".to_owned()));
            }
            (Unlock::Passphrase(new), "The data folder is guarded by the new passphrase.")
        }
        Passphrase::Remove => (Unlock::KeyFile, "The data folder is guarded by its key file alone."),
    };
    let guarded = matches!(unlock, Unlock::Passphrase(_));
    keystore.change(&unlock)?;
    Ok(Answer::new(text, json!({"passphrase": guarded})))
}
