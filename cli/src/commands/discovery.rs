//! `chip discovery`: what waits for an eUICC, by an SM-DS.

use crate::{
    any_card,
    args::{AnyCard, Cli, Discovery},
    desk,
    failure::Failure,
    output::Answer,
    runtime,
};
use app::Found;
use net::servers::Network;
use serde_json::{Value, json};

pub(crate) fn run(cli: &Cli, which: &AnyCard, from: &Discovery) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let outside = any_card::outside(which)?;
    let smds = from.smds.as_deref();
    let mut servers = Network::new(&landfall, from.via.as_deref())
        .telling((!cli.json).then_some(|address| crate::output::say(&format!("Asking {address} …"))));
    let found = runtime::run(runtime::interruptible(async {
        Ok(match (outside, which.eid) {
            (Some(mut card), _) => app::discover(&mut *card, smds, &mut servers).await?,
            (None, Some(eid)) => {
                let mut chip = landfall.chip(&any_card::own(&landfall, Some(eid))?, app::card::Transport::Block)?;
                app::discover(&mut chip, smds, &mut servers).await?
            }
            (None, None) => landfall.discover(smds, &mut servers).await?,
        })
    }))?;
    let lines: Vec<String> = found.iter().map(line).collect();
    let text = if lines.is_empty() { "Nothing waits for this card.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, found.iter().map(view).collect()))
}

fn line(found: &Found) -> String {
    format!("{}\t{}\t{}", found.eid, found.event.rsp_server_address, found.event.event_id)
}

fn view(found: &Found) -> Value {
    json!({"eid": found.eid, "server": found.event.rsp_server_address, "event_id": found.event.event_id})
}
