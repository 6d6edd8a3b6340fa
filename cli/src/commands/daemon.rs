//! `daemon`: a line to the account's server, kept open, on which orders come at once.

use super::away::{moves, said_of};
use crate::{
    args::Cli,
    cloud, desk,
    failure::Failure,
    output::{self, Answer},
    runtime,
};
use app::Watched;
use serde_json::json;

pub(crate) fn run(cli: &Cli) -> Result<Answer, Failure> {
    let landfall = match desk::to_obey(cli)? {
        desk::Obeying::Phone(landfall) => landfall,
        // Nothing is left to be watched but what is owed.
        desk::Obeying::Remains { .. } => return super::away::run(cli, &crate::args::Away::Obey),
    };
    let port = cloud::of_locked_account(cli, &landfall)?;
    let mut told = |watched: Watched| match watched {
        Watched::Listening => output::say("Listening for orders. Ctrl-C ends it."),
        Watched::Contact(contacted) => {
            let nothing = contacted.taken.is_empty() && contacted.refused.is_empty() && contacted.handed_in == 0;
            if !nothing || contacted.erased || contacted.owed > 0 {
                said_of(&contacted).iter().for_each(|line| output::say(line));
            }
        }
        Watched::Log => {}
        Watched::Moved(moving, moved) => output::say(&moves(&moving, &moved)),
        Watched::Lost { why, again } => output::say(&format!("No line: {why}. Again in {} s.", again.as_secs())),
    };
    runtime::run(runtime::interruptible(async { Ok(landfall.watch(port, &mut told).await?) }))?;
    Ok(Answer::new("Everything here was erased, and the account's server has the receipt.", json!({"erased": true})))
}
