use crate::{
    args::{Cli, GiveUp},
    desk, dial,
    failure::Failure,
    output::{self, Answer},
    prompt::confirm,
    runtime,
};
use app::{
    Acquisition, Events, Landfall,
    flows::acquire::{Origin, Stage},
};
use serde_json::json;

/// Ends what was begun and not finished. A kiosk that can be reached frees the number at once.
pub(crate) fn run(cli: &Cli, wanted: &GiveUp) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let begun: Vec<Acquisition> = landfall
        .acquisitions()?
        .into_iter()
        .filter(|one| !matches!(one.stage, Stage::Installed { .. }))
        .filter(|one| wanted.class.as_ref().is_none_or(|class| class_of(one) == Some(class)))
        .collect();
    if begun.is_empty() {
        return Ok(Answer::new("There is nothing to give up.", json!([])));
    }
    let (mut lines, mut json) = (Vec::new(), Vec::new());
    for acquisition in begun {
        let name = acquisition.origin.to_string();
        if !wanted.yes && !agreed(format!("Give {name} up?"))? {
            continue;
        }
        let told = match tell(&landfall, wanted, &acquisition) {
            Ok(()) => true,
            Err(Failure::Stopped) => return Err(Failure::Stopped),
            Err(error) => {
                output::say(&format!("The kiosk can't be told: {error}."));
                landfall.give_up(&acquisition)?;
                false
            }
        };
        let rest =
            if told { "The kiosk knows." } else { "The kiosk frees its number by itself, unless it made a package." };
        lines.push(format!("{name} is given up. {rest}"));
        let (class, place) = match &acquisition.origin {
            Origin::Kiosk { kiosk, class_id } => (Some(class_id), kiosk),
            Origin::Server { address, .. } => (None, address),
        };
        json.push(json!({"class": class, "kiosk": place, "told": told}));
    }
    Ok(Answer::new(lines.join("\n"), json.into()))
}

fn class_of(acquisition: &Acquisition) -> Option<&String> {
    match &acquisition.origin {
        Origin::Kiosk { class_id, .. } => Some(class_id),
        Origin::Server { .. } => None,
    }
}

fn agreed(question: String) -> Result<bool, Failure> {
    runtime::run(runtime::ask(move || confirm(&question)))
}

fn tell(landfall: &Landfall, wanted: &GiveUp, acquisition: &Acquisition) -> Result<(), Failure> {
    runtime::run(runtime::interruptible(async {
        let target = dial::to(&wanted.kiosk).await?;
        let mut visit = landfall.visit(Box::new(target.dial), target.expected.as_ref(), &Events::new()).await?;
        let result = visit.give_up(acquisition).await;
        visit.leave().await;
        Ok(result?)
    }))
}
