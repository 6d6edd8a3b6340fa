use super::{
    card::confirm,
    offers::{describe, selection},
};
use crate::{
    args::{Acquire, Cli},
    desk, dial,
    failure::Failure,
    output::{self, Answer},
    progress, runtime, secret_input,
};
use app::{Acquired, Error, Events, Landfall, Visit, Wish, sim::CodeError};
use model::Offer;
use serde_json::json;

pub(crate) fn run(cli: &Cli, wanted: &Acquire) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let target = dial::to(&wanted.kiosk)?;
    let events = Events::new();
    let acquired = runtime::run(async {
        tokio::select! {
            result = acquire(&landfall, target, wanted, &events) => result,
            () = progress::show(&events, cli.json) => Err(Failure::Stopped),
        }
    })?;
    // Import: the card is used only after its user has given it a PIN.
    let pin_set = match &wanted.pin_file {
        None if cli.json => false,
        file => {
            let pin = secret_input::read_new(file.as_deref(), "Choose a PIN for the card (4 to 8 digits)")?;
            match landfall.set_first_pin(&acquired.iccid, &pin) {
                // An earlier start of this command got as far.
                Err(Error::Code(CodeError::NotAllowed)) => {}
                result => result?,
            }
            true
        }
    };
    let Acquired { iccid, reported } = acquired;
    let mut text = format!("Card {iccid} is yours.");
    if !reported {
        text.push_str(" The kiosk does not know yet: it hears of it at your next visit.");
    }
    if !pin_set {
        text.push_str(" Give it a PIN: landfall card pin ICCID set.");
    }
    let answer = Answer::new(text, json!({"iccid": iccid, "reported": reported, "pin_set": pin_set}));
    Ok(answer.and_then(move || Ok(landfall.acknowledge(&iccid)?)))
}

async fn acquire(
    landfall: &Landfall,
    target: dial::Target,
    wanted: &Acquire,
    events: &Events,
) -> Result<Acquired, Failure> {
    let mut visit = landfall.visit(target.dial, target.expected.as_ref(), events).await?;
    let class_id = choose(&mut visit, wanted).await?;
    let voucher = wanted.voucher_file.as_deref().map(|file| secret_input::read(Some(file), "Voucher")).transpose()?;
    let wish = Wish { class_id, user_id: wanted.user.clone(), voucher };
    let acquired = visit.acquire(&wish).await?;
    visit.leave().await;
    Ok(acquired)
}

/// The offer that is named, or that the user picks; agreed to.
async fn choose(visit: &mut Visit, wanted: &Acquire) -> Result<String, Failure> {
    let offers = visit.offers(&selection(&wanted.selection)).await?.offers;
    let offer = match &wanted.class {
        Some(class) => offers
            .iter()
            .find(|offer| offer.class_id == *class)
            .ok_or_else(|| Failure::Usage(format!("the kiosk offers no {class} for this selection")))?,
        None => pick(&offers)?,
    };
    if !wanted.yes {
        output::say(&describe(offer));
        if !confirm("Do you agree?")? {
            return Err(Failure::Stopped);
        }
    }
    Ok(offer.class_id.clone())
}

fn pick(offers: &[Offer]) -> Result<&Offer, Failure> {
    if let [only] = offers {
        return Ok(only);
    }
    for (number, offer) in offers.iter().enumerate() {
        output::say(&format!("{}) {}\n", number + 1, describe(offer)));
    }
    output::say("Which one? (a number)");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(Failure::Terminal)?;
    let chosen = line.trim().parse::<usize>().ok().and_then(|n| offers.get(n.checked_sub(1)?));
    chosen.ok_or_else(|| Failure::Usage("that is none of the numbers".to_owned()))
}
