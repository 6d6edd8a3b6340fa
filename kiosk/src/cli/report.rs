use super::{args::ReportVerb, shop};
use crate::{
    Config, Kiosk,
    command::{Answer, Command, Failure, run_reporting},
    serve::{self, DoorResponse},
};
use model::UnixTime;
use std::{path::Path, sync::Arc};
use store::door::DoorError;

pub(super) fn run(data: &Path, verb: ReportVerb, passphrase: Option<&Path>, now: UnixTime) -> Result<Answer, Failure> {
    let command = match verb {
        ReportVerb::Status => return shop::carry_out(data, Command::ReportStatus, now),
        ReportVerb::Send => Command::ReportSend,
        ReportVerb::Register { cloud, token_file, roots } => Command::ReportRegister {
            cloud,
            token_file: shop::full(&token_file)?,
            roots: roots.as_deref().map(shop::full).transpose()?,
        },
    };
    match serve::ask(data, &command) {
        Ok(DoorResponse::Done(answer)) => return Ok(answer),
        Ok(DoorResponse::Failed(failure)) => return Err(failure),
        Err(DoorError::NobodyHome { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let unlock = shop::unlock(data, passphrase)?;
    let kiosk = Arc::new(Kiosk::open(Config { data: data.to_owned(), store: store::Options::default(), unlock })?);
    run_reporting(&kiosk, &command)?.ok_or_else(|| Failure::lasting("not a command about reports", "See --help."))
}
