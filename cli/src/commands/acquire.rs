use super::{
    acquired::{self, CHOOSE, checked},
    fetch::Order,
    offers::{describe, selection},
    shown,
};
use crate::{
    any_card,
    args::{Acquire, Cli},
    desk, dial,
    failure::Failure,
    output::{self, Answer},
    progress, prompt, qr, runtime, secret_input,
};
use app::{Acquired, Cancel, Error, Events, Landfall, Visit, Wish, chip};
use model::{ActivationCode, Offer, SecretBytes};
use net::kiosks::Target;
use std::io::IsTerminal;

pub(crate) fn run(cli: &Cli, wanted: &Acquire) -> Result<Answer, Failure> {
    if let Some(order) = online(cli, wanted)? {
        return super::fetch::run(cli, wanted, &order);
    }
    // What can be wrong with the files is said before anything is bought.
    let pin = wanted.pin_file.as_deref().map(|file| checked(secret_input::read(Some(file), CHOOSE)?)).transpose()?;
    let voucher = wanted.voucher_file.as_deref().map(|file| secret_input::read(Some(file), "Voucher")).transpose()?;
    let landfall = desk::telling(desk::open(cli)?, &wanted.versions);
    let events = Events::new();
    let may_ask = !cli.json;
    let (acquired, pin_set, shown) = runtime::run(async {
        let target = runtime::interruptible(dial::to(&wanted.kiosk)).await?;
        let acquired = tokio::select! {
            result = acquire(&landfall, target, wanted, voucher, &events, may_ask) => result?,
            () = progress::show(&events, cli.json) => return Err(Failure::Stopped),
        };
        // Import: the card is used only after its user has given it a PIN.
        let pin_set = acquired::pinned(&landfall, &acquired.iccid, pin, cli.json).await?;
        let shown = shown::after_acquiring(cli, &landfall).await;
        Ok((acquired, pin_set, shown))
    })?;
    Ok(acquired::answer(
        landfall,
        &acquired,
        pin_set,
        &shown,
        "The kiosk does not know yet: it hears of it at your next visit.",
    ))
}

/// The order in the network that is meant, if one is.
fn online(cli: &Cli, wanted: &Acquire) -> Result<Option<Order>, Failure> {
    if wanted.discover {
        return Ok(Some(Order::Discovered));
    }
    let code = match (&wanted.activation_code, &wanted.smdp) {
        (Some(code), _) => Ok(Some(code.clone())),
        (None, None) if wanted.default_server => default_server(cli, wanted).map(Some),
        (None, Some(smdp)) => read_code(&format!("1${smdp}${}", wanted.matching_id)).map(Some),
        (None, None) => wanted.activation_qr.as_deref().map(|file| read_code(&qr::read(file)?)).transpose(),
    };
    Ok(code?.map(Order::Of))
}

fn read_code(text: &str) -> Result<ActivationCode, Failure> {
    text.parse().map_err(|error: model::BadActivationCode| Failure::Usage(error.to_string()))
}

/// Whatever waits for the card at the server that it was given by its maker or user (SGP.22 §3.1.3).
fn default_server(cli: &Cli, wanted: &Acquire) -> Result<ActivationCode, Failure> {
    let info = chip::info(&mut *any_card::open(cli, &wanted.card)?)?;
    let address = info.addresses.and_then(|addresses| addresses.default_dp_address).filter(|one| !one.is_empty());
    let address = address.ok_or_else(|| Failure::Usage("this card has no default server".to_owned()))?;
    read_code(&format!("1${address}$"))
}

async fn acquire(
    landfall: &Landfall,
    target: Target,
    wanted: &Acquire,
    voucher: Option<SecretBytes>,
    events: &Events,
    may_ask: bool,
) -> Result<Acquired, Failure> {
    let visiting = async { Ok(landfall.visit(Box::new(target.dial), target.expected.as_ref(), events).await?) };
    let mut visit = runtime::interruptible(visiting).await?;
    let offer = choose(&mut visit, wanted).await?;
    let voucher = match voucher {
        None if offer.authorisation == "voucher" && may_ask && std::io::stdin().is_terminal() => {
            Some(runtime::ask(|| secret_input::read(None, "Voucher or invitation code")).await?)
        }
        given => given,
    };
    let wish = Wish { class_id: offer.class_id, user_id: wanted.user.clone(), voucher };
    let acquired = runtime::cancellable(async { Ok(visit.acquire(&wish).await) }, || {
        output::say("Stopping; what is reserved stays so for a while. Ctrl-C again stops at once.");
        events.cancel(Cancel::Postponed);
    })
    .await?;
    visit.leave().await;
    match acquired {
        Err(Error::Cancelled(Cancel::Postponed)) => Err(Failure::Stopped),
        other => Ok(other?),
    }
}

/// The offer that is named, or that the user picks; agreed to.
async fn choose(visit: &mut Visit, wanted: &Acquire) -> Result<Offer, Failure> {
    let selection = selection(&wanted.selection);
    let offers = runtime::interruptible(async { Ok(visit.offers(&selection).await?) }).await?.offers;
    let offer = match &wanted.class {
        Some(class) => offers
            .into_iter()
            .find(|offer| offer.class_id == *class)
            .ok_or_else(|| Failure::Usage(format!("the kiosk offers no {class} for this selection")))?,
        None => pick(offers).await?,
    };
    if !wanted.yes {
        output::say(&describe(&offer));
        if !runtime::ask(|| prompt::confirm("Do you agree?")).await? {
            return Err(Failure::Stopped);
        }
    }
    Ok(offer)
}

async fn pick(mut offers: Vec<Offer>) -> Result<Offer, Failure> {
    if offers.len() > 1 {
        for (number, offer) in offers.iter().enumerate() {
            output::say(&format!("{}) {}\n", number + 1, describe(offer)));
        }
        let line = runtime::ask(|| prompt::line("Which one? (a number)")).await?;
        let chosen = line.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < offers.len());
        return Ok(offers.swap_remove(chosen.ok_or_else(none_of_them)?));
    }
    offers.pop().ok_or_else(none_of_them)
}

fn none_of_them() -> Failure {
    Failure::Usage("that is none of the numbers".to_owned())
}
