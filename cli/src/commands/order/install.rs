use super::{open, show, wait};
use crate::{
    any_card,
    args::{Cli, Into},
    commands::{
        acquired::{self, CHOOSE, checked},
        fetch::User,
        shown,
    },
    failure::Failure,
    output::{self, Answer},
    progress, runtime, secret_input,
};
use account::wire::{Bytes, CardOrder, CardOrderState};
use app::{Cancel, CardOrderError, Error, Events, Landfall, card::Apdu, chip, ports::Cloud};
use model::{ActivationCode, Eid, Iccid, SecretBytes};
use net::servers::Server;
use std::sync::Arc;

/// Where a card goes.
pub(super) enum Place {
    /// Into a card in a reader, or behind a program.
    Outside(Box<dyn Apdu>),
    /// Into an eUICC of the data folder: this one, if it has one or it is named.
    Vault(Option<Eid>, bool),
}

impl Place {
    pub(super) fn find(landfall: &Landfall, into: &Into) -> Result<Self, Failure> {
        if let Some(card) = any_card::outside(&into.card)? {
            return Ok(Self::Outside(card));
        }
        let here = landfall.euiccs()?;
        let eid = match (into.card.eid, &here[..]) {
            (Some(_), _) => Some(any_card::own(landfall, into.card.eid)?),
            (None, [eid]) => Some(*eid),
            (None, _) => None,
        };
        Ok(Self::Vault(eid, !here.is_empty()))
    }

    pub(super) const fn can_install(&self) -> bool {
        matches!(self, Self::Outside(_) | Self::Vault(_, true))
    }

    /// The eUICC that an order is bound to.
    pub(super) fn eid(&mut self) -> Result<Option<Eid>, Failure> {
        match self {
            Self::Outside(card) => Ok(Some(chip::info(&mut **card)?.eid)),
            Self::Vault(eid, _) => Ok(*eid),
        }
    }
}

pub(super) fn run(cli: &Cli, order: &Bytes, into: &Into) -> Result<Answer, Failure> {
    let pin = into.pin_file.as_deref();
    let pin = pin.map(|file| checked(secret_input::read(Some(file), CHOOSE)?)).transpose()?;
    let (landfall, port) = open(cli)?;
    let place = Place::find(&landfall, into)?;
    if !place.can_install() {
        return Err(Failure::NoChip);
    }
    let order = wait(cli, async { Ok(landfall.card_order(port.clone(), order).await?) })?;
    if let Some(iccid) = card(&order)
        && is_here(&landfall, &iccid)?
    {
        return came(cli, landfall, &order, pin);
    }
    fetch(cli, landfall, &port, &order, place, into, pin)
}

/// Waits until the card of an order can be fetched; says how it stands.
pub(super) fn released(
    cli: &Cli,
    landfall: &Landfall,
    port: &Arc<dyn Cloud>,
    order: &Bytes,
) -> Result<ActivationCode, Failure> {
    let events = Events::new();
    runtime::run(runtime::interruptible(async {
        tokio::select! {
            code = landfall.card_released(port.clone(), order, &events) => Ok(code?),
            () = progress::show(&events, cli.json) => Err(Failure::Stopped),
        }
    }))
}

/// A card that had come when an earlier start of this command ended: it gets its PIN, and its user is told. Another device's is an error.
pub(super) fn came(
    cli: &Cli,
    landfall: Landfall,
    order: &CardOrder,
    pin: Option<SecretBytes>,
) -> Result<Answer, Failure> {
    let mut answer = show::told(order);
    let Some(iccid) = card(order) else { return Err(CardOrderError::Given.into()) };
    if is_here(&landfall, &iccid)? {
        let pin_set = runtime::run(acquired::pinned(&landfall, &iccid, pin, cli.json))?;
        if !pin_set {
            // A line of its own: the order's is a row of a table.
            answer.text.push('\n');
            answer.text.push_str(&acquired::needs_pin(&iccid));
        }
        answer.json["pin_set"] = pin_set.into();
    } else if !landfall.card_came(&order.order)? {
        return Err(CardOrderError::Given.into());
    }
    Ok(answer.and_then(move || Ok(landfall.acknowledge(&iccid)?)))
}

fn card(order: &CardOrder) -> Option<Iccid> {
    order.iccid.as_deref()?.parse().ok().filter(|_| order.state == CardOrderState::Given)
}

fn is_here(landfall: &Landfall, iccid: &Iccid) -> Result<bool, Failure> {
    Ok(landfall.cards()?.iter().any(|card| card.iccid == *iccid))
}

/// Waits, fetches, tells the server, gives the card its PIN.
pub(super) fn fetch(
    cli: &Cli,
    landfall: Landfall,
    port: &Arc<dyn Cloud>,
    order: &CardOrder,
    place: Place,
    into: &Into,
    pin: Option<SecretBytes>,
) -> Result<Answer, Failure> {
    let code = released(cli, &landfall, port, &order.order)?;
    let events = Events::new();
    let mut user = User::new(into.yes, cli);
    let in_vault = matches!(place, Place::Vault(..));
    let (acquired, pin_set, shown) = runtime::run(async {
        let fetching = async {
            let mut server = Server::at(&landfall, &code.smdp_address, into.via.as_deref())?;
            Ok(match place {
                Place::Outside(mut card) => {
                    landfall.fetch_into(&mut *card, &code, &mut server, &mut user, &events).await
                }
                Place::Vault(..) => landfall.fetch(&code, &mut server, &mut user, &events).await,
            })
        };
        let cancel = || {
            output::say("Stopping; the order stays. Ctrl-C again stops at once.");
            events.cancel(Cancel::Postponed);
        };
        let acquired = tokio::select! {
            fetched = runtime::cancellable(fetching, cancel) => match fetched? {
                Err(Error::Cancelled(Cancel::Postponed)) => return Err(Failure::Stopped),
                other => other?,
            },
            () = progress::show(&events, cli.json) => return Err(Failure::Stopped),
        };
        let told = landfall.card_arrived(port.clone(), order, acquired.iccid);
        match runtime::interruptible(async { Ok(told.await) }).await? {
            Ok(()) => {}
            // It is in the journal: the next command of this kind tells it.
            Err(error) => output::say(&format!("The account's server is told later that the card is here: {error}.")),
        }
        let pin_set = match pin {
            _ if !in_vault => true,
            pin => acquired::pinned(&landfall, &acquired.iccid, pin, cli.json).await?,
        };
        let shown = shown::after_acquiring(cli, &landfall).await;
        Ok((acquired, pin_set, shown))
    })?;
    Ok(acquired::answer(landfall, &acquired, pin_set, &shown, "The server does not know yet: landfall notifications."))
}
