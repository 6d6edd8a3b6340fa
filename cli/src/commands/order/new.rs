use super::{install, open, show, wait};
use crate::{
    args::{Cli, NewOrder},
    commands::acquired::{CHOOSE, checked},
    failure::Failure,
    output::{self, Answer},
    prompt, secret_input,
};
use account::wire::CardOrderState;
use app::{CardOrderError, CardWish};
use std::io::IsTerminal;

pub(super) fn run(cli: &Cli, wanted: &NewOrder) -> Result<Answer, Failure> {
    // What can be wrong with the files, or with the card, is said before anything is ordered.
    let pin = wanted.into.pin_file.as_deref();
    let pin = pin.map(|file| checked(secret_input::read(Some(file), CHOOSE)?)).transpose()?;
    let (landfall, port) = open(cli)?;
    let mut place = install::Place::find(&landfall, &wanted.into)?;
    if wanted.install && !place.can_install() {
        return Err(Failure::NoChip);
    }
    let eid = if wanted.unbound { None } else { place.eid()? };
    let product = wait(cli, async {
        let products = landfall.products(port.clone(), &wanted.agency).await?;
        let found = products.into_iter().find(|product| product.product == wanted.product);
        Ok(found.ok_or_else(|| CardOrderError::NoSuchProduct(wanted.product.clone()))?)
    })?;
    if !wanted.into.yes {
        output::say(&show::product(&product));
        if !std::io::stdin().is_terminal() {
            return Err(Failure::Usage("nobody can be asked here whether he agrees: --yes does".to_owned()));
        }
        if !prompt::confirm("Do you agree, and order it?")? {
            return Err(Failure::Stopped);
        }
    }
    let wish = CardWish { agency: wanted.agency.clone(), product, eid };
    let order = wait(cli, async { Ok(landfall.order_card(port.clone(), &wish).await?) })?;
    if order.state == CardOrderState::Given {
        return install::came(cli, landfall, &order, pin);
    }
    output::say(&format!("Order {}. Ctrl-C leaves it: landfall order list shows it.", order.order.text()));
    if wanted.install {
        return install::fetch(cli, landfall, &port, &order, place, &wanted.into, pin);
    }
    install::released(cli, &landfall, &port, &order.order)?;
    let order = wait(cli, async { Ok(landfall.card_order(port, &order.order).await?) })?;
    Ok(show::told(&order))
}
