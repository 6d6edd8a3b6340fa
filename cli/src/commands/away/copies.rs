//! Copies of cards on several devices: orders of several steps, followed as far as the devices obey.

use super::{Ordering, give::agreed, ordering, wait, word};
use crate::{
    args::{ActivateCard, By, Cli, CopyCard, FORCED, Force, MoveCard, OverwriteCard, Steps},
    failure::Failure,
    output::{self, Answer},
    progress, runtime,
};
use account::{
    order::home::{Aim, Plan},
    wire::{Bytes, Device, Verb},
};
use app::{AwayError, Error, Events, Moved, Moving};
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};
use tokio::time::{Instant, sleep};

/// So long until the server is asked again whether a device has obeyed.
const PAUSE: Duration = Duration::from_millis(300);

pub(super) fn copy(cli: &Cli, wanted: &CopyCard) -> Result<Answer, Failure> {
    follow(cli, &Moving::new(Aim::Copy, wanted.card, &wanted.to), &wanted.steps)
}

pub(super) fn overwrite(cli: &Cli, wanted: &OverwriteCard) -> Result<Answer, Failure> {
    let OverwriteCard { copy, in_place_of, yes } = wanted;
    if let Some(old) = in_place_of {
        agreed(*yes, &format!("Card {old} on {} will be erased for good", copy.to))?;
    }
    let moving = Moving { replaces: *in_place_of, ..Moving::new(Aim::Overwrite, copy.card, &copy.to) };
    follow(cli, &moving, &copy.steps)
}

pub(super) fn activate(cli: &Cli, wanted: &ActivateCard) -> Result<Answer, Failure> {
    let force = forced(&wanted.force)?;
    follow(cli, &Moving { force, ..Moving::new(Aim::Activate, wanted.card, &wanted.on) }, &wanted.steps)
}

pub(super) fn r#move(cli: &Cli, wanted: &MoveCard) -> Result<Answer, Failure> {
    let (force, copy) = (forced(&wanted.force)?, &wanted.copy);
    follow(cli, &Moving { force, ..Moving::new(Aim::Move, copy.card, &copy.to) }, &copy.steps)
}

pub(super) fn homes(cli: &Cli, by: &By) -> Result<Answer, Failure> {
    let Ordering { giver, .. } = ordering(cli, by)?;
    let homes = wait(cli, async { Ok(giver.homes().await?) })?;
    let names: BTreeMap<_, _> = giver.devices().iter().map(|device| (&device.id, &device.name)).collect();
    let name = |id: &Bytes| names.get(id).map_or_else(|| id.text(), |name| (*name).clone());
    let lines: Vec<String> =
        homes.iter().map(|home| format!("{}\t{}\t{}", home.card, name(&home.device), home.role.as_str())).collect();
    let text = if lines.is_empty() { "No card is known: landfall sync.".to_owned() } else { lines.join("\n") };
    let view = homes.iter().map(|home| {
        let (card, device, role) = (&home.card, home.device.text(), home.role.as_str());
        json!({"card": card, "device": device, "name": name(&home.device), "role": role, "eid": home.eid})
    });
    Ok(Answer::new(text, view.collect()))
}

/// What was begun here and went on by itself, in sentences.
pub(crate) fn moves(moving: &Moving, moved: &Result<Moved, AwayError>) -> String {
    match moved {
        Ok(Moved::Done(_)) => finished(moving),
        Ok(Moved::Waits(verb, device) | Moved::Ordered(verb, device)) => unfinished(moving, *verb, device),
        Err(error) => format!("Card {} does not come to {}: {error}. {}", moving.card, moving.to, error.hint()),
    }
}

/// Whoever takes a role by force has read what follows.
fn forced(force: &Force) -> Result<bool, Failure> {
    if force.force {
        agreed(force.yes, FORCED.trim_end_matches('.'))?;
    }
    Ok(force.force)
}

/// What was done in this run.
struct Run<'a> {
    moving: &'a Moving,
    plan: Plan,
    steps: Vec<(Verb, String)>,
    moved: Moved,
}

fn follow(cli: &Cli, moving: &Moving, steps: &Steps) -> Result<Answer, Failure> {
    let moving = Moving { from: steps.from.clone(), ..moving.clone() };
    let Ordering { landfall, port, giver } = ordering(cli, &steps.by)?;
    let own = landfall.account().ok().map(|own| own.device.id);
    let run = runtime::run(runtime::interruptible(async {
        let until = Instant::now() + Duration::from_secs(steps.wait);
        let plan = giver.plan(&moving).await?;
        let mut run = Run { moving: &moving, plan, steps: Vec::new(), moved: Moved::Done(None) };
        let mut waits = None;
        loop {
            run.moved = progress::spin(waiting(waits.is_some()), cli.json, giver.go_on(&moving, &run.plan)).await?;
            match run.moved.clone() {
                Moved::Ordered(verb, device) => {
                    say(cli, &format!("Ordered: {} {}.", device.name, does(verb)));
                    run.steps.push((verb, device.name));
                }
                Moved::Waits(_, device) if Some(&device.id) == own.as_ref() => {
                    match landfall.contact(port.clone()).await {
                        Err(Error::Away(AwayError::Cloud(error))) if error.retrying_helps() => sleep(PAUSE).await,
                        other => drop(other?),
                    }
                }
                Moved::Waits(verb, device) if Instant::now() < until => {
                    if waits.as_ref() != Some(&(verb, device.id.clone())) {
                        say(cli, &format!("Waiting for {}, which {} …", device.name, does(verb)));
                        waits = Some((verb, device.id));
                    }
                    progress::spin(waiting(true), cli.json, sleep(PAUSE)).await;
                }
                Moved::Waits(..) | Moved::Done(_) => break,
            }
        }
        // The cards here may be others now; the other devices see it.
        if own.is_some()
            && let Err(error) = landfall.sync(port.clone(), &Events::new()).await
        {
            tracing::info!(%error, "the account's records do not come together");
        }
        Ok(run)
    }))?;
    Ok(told(&run))
}

const fn waiting(waits: bool) -> &'static str {
    if waits { "Waiting for the device …" } else { "Asking the account's server …" }
}

fn say(cli: &Cli, line: &str) {
    if !cli.json {
        output::say(line);
    }
}

/// What a device does when it obeys.
const fn does(verb: Verb) -> &'static str {
    match verb {
        Verb::Prepare => "makes a key for the copy",
        Verb::Send => "copies the card",
        Verb::Copy => "takes the copy",
        Verb::Overwrite => "takes the copy in place of what is there",
        Verb::Deactivate => "hands the live card over",
        Verb::Activate => "makes its copy the live card",
        Verb::Delete => "erases its card",
        Verb::Lock | Verb::Unlock | Verb::Wipe | Verb::TakeBack => "obeys",
    }
}

fn told(run: &Run<'_>) -> Answer {
    let Run { moving, plan, steps, moved } = run;
    let (done, waits, left) = match moved {
        Moved::Done(left) => (true, None, left.as_ref()),
        Moved::Waits(verb, device) | Moved::Ordered(verb, device) => (false, Some((verb, device)), None),
    };
    let text = match (&waits, left) {
        (Some((verb, device)), _) => unfinished(moving, **verb, device),
        (None, None) => finished(moving),
        (None, Some((verb, device))) => {
            format!("{} When {} is heard of, it {}.", finished(moving), device.name, does(*verb))
        }
    };
    let step = |(verb, device): &(Verb, String)| json!({"verb": word(verb), "device": device});
    let open = |(verb, device): (&Verb, &Device)| json!({"verb": word(verb), "device": device.name});
    let json = json!({
        "done": done,
        "card": moving.card,
        "to": moving.to,
        "plan": plan.id,
        "ordered": steps.iter().map(step).collect::<Value>(),
        "waits_for": waits.map(open),
        "left": left.map(|(verb, device)| open((verb, device))),
    });
    Answer::new(text, json)
}

fn finished(moving: &Moving) -> String {
    let Moving { aim, card, to, .. } = moving;
    match aim {
        Aim::Copy | Aim::Overwrite => format!("{to} has a dormant copy of card {card}: landfall remote activate."),
        Aim::Activate => format!("Card {card} is live on {to}: enable it there."),
        Aim::Move => format!("Card {card} has moved to {to}: enable it there."),
    }
}

fn unfinished(moving: &Moving, verb: Verb, device: &Device) -> String {
    let name = &device.name;
    let mut text = format!(
        "Not done yet: it waits for {name}, which {} at its next contact. The same command goes on, and so does landfall daemon here.",
        does(verb)
    );
    if verb == Verb::Deactivate {
        text.push_str(&format!(" If {name} is lost: --force. {FORCED}"));
    } else if verb == Verb::Send && moving.aim == Aim::Move {
        text.push_str(&format!(" If {name} is lost, no copy can be made: ask the card's operator for a new one."));
    }
    text
}
