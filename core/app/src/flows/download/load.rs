//! Loading a package that was kept, without its server.

use super::{Chip, config, run::finish};
use crate::{
    Error, Event, Events,
    card::{CardError, Channel},
    flows::acquire::Acquisition,
};
use model::Iccid;
use rsp::lpa::{self, Kept, Next};

/// Loads it; the journal says so in the very step that makes the profile durable.
pub(crate) fn load_kept(
    chip: &mut dyn Chip,
    acquisition: &Acquisition,
    iccid: Iccid,
    kept: Kept,
    events: &Events,
) -> Result<Iccid, Error> {
    let mut session = lpa::Session::resume(config("", None, None, None), kept);
    events.tell(Event::Installing);
    chip.join(acquisition.batch_installed(iccid));
    let mut channel = Channel::default();
    loop {
        match session.next().clone() {
            Next::Card(data) => {
                let answer = channel.call(chip.apdu(), &data);
                session.card(answer.as_deref().map_err(CardError::to_string));
            }
            Next::Done(outcome) => {
                channel.close(chip.apdu());
                return finish(chip, *outcome);
            }
            _ => session.server(Err("the package is loaded without it".to_owned())),
        }
    }
}
