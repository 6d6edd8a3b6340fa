//! The card that a command names, wherever it is.

use crate::{
    args::{AnyCard, Cli},
    desk,
    failure::Failure,
    words,
};
use app::{
    Landfall,
    card::{Apdu, Transport, introduce},
};
use model::Eid;
use reader::{
    pcsc::{PcscCard, Sharing},
    stdio::StdioCard,
};
use std::ffi::OsStr;

/// Opens it: in a reader, behind a program, else an eUICC of the data folder.
pub(crate) fn open(cli: &Cli, which: &AnyCard) -> Result<Box<dyn Apdu>, Failure> {
    if let Some(card) = outside(which)? {
        return Ok(card);
    }
    let landfall = desk::open(cli)?;
    let eid = own(&landfall, which.eid)?;
    Ok(Box::new(landfall.chip(&eid, Transport::Block)?))
}

/// Opens it if it is in a reader or behind a program.
pub(crate) fn outside(which: &AnyCard) -> Result<Option<Box<dyn Apdu>>, Failure> {
    let mut card: Box<dyn Apdu> = match (&which.reader, &which.card_program) {
        (Some(name), _) => Box::new(PcscCard::connect(name, sharing(which.shared))?),
        (None, Some(program)) => Box::new(behind(program)?),
        (None, None) => return Ok(None),
    };
    introduce(&mut *card).map_err(app::Error::from)?;
    Ok(Some(card))
}

/// The eUICC of the data folder that is meant.
pub(crate) fn own(landfall: &Landfall, named: Option<Eid>) -> Result<Eid, Failure> {
    let here = landfall.euiccs()?;
    match (named, &here[..]) {
        (_, []) => Err(Failure::NoChip),
        (Some(eid), _) if here.contains(&eid) => Ok(eid),
        (None, [eid]) => Ok(*eid),
        (named, _) => {
            let here: Vec<String> = here.iter().map(ToString::to_string).collect();
            let what =
                named.map_or("the data folder has several eUICCs".to_owned(), |eid| format!("{eid} is not here"));
            Err(Failure::Usage(format!("{what}: name one of {}", here.join(", "))))
        }
    }
}

fn behind(program: &str) -> Result<StdioCard, Failure> {
    let words =
        words::split(program).ok_or_else(|| Failure::Usage("a quote of --card-program has no end".to_owned()))?;
    let (program, arguments) =
        words.split_first().ok_or_else(|| Failure::Usage("--card-program names no program".to_owned()))?;
    Ok(StdioCard::start(OsStr::new(program), arguments)?)
}

const fn sharing(shared: bool) -> Sharing {
    if shared { Sharing::Shared } else { Sharing::Exclusive }
}
