use super::{Answer, Command, Failure, run::Owner};
use crate::{schema, settings::Settings};
use model::UnixTime;
use std::path::Path;
use store::{Folder, Store};

/// Carries out a command on a folder that nobody serves.
///
/// # Errors
/// [`Failure`]
pub fn run_alone(data: &Path, command: Command, now: UnixTime) -> Result<Answer, Failure> {
    // First, since claiming would make a folder that isn't there.
    let settings = Settings::read(data)?;
    let folder = Folder::claim(data)?;
    let store = Store::open(&folder, schema::NAME, &schema::MIGRATIONS, store::Options::default())?;
    Owner { store: &store, settings: &settings }.run(command, now)
}
