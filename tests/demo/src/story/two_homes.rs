use super::{
    account::{FIRST, SECOND},
    cast::{Cast, text},
};
use crate::{
    claims::Claims,
    network::{Attached, Centre},
};
use landfall_stage::{Broken, Stock};
use model::Iccid;
use serde_json::Value;

/// The first phone's card on both phones, live on one of them; and back by force.
pub(super) fn two_homes(cast: &Cast, card: &Iccid, mut centre: Centre, claims: &mut Claims) -> Result<(), Broken> {
    claims.chapter("A card with two homes");
    let id = card.to_string();
    let copied = until_done(cast, &["remote", "copy", &id, "--to", SECOND, "--wait", "0s"])?;
    let there = cast.two.ask(&["card", "show", &id])?;
    let sleeps = cast.two.run(&["card", "enable", &id])?.refusal()?;
    claims.check(
        copied["done"] == true && there["dormant"] == true,
        format!("the second phone has a copy of card {id}, sealed to its own chip on the way; it sleeps: {sleeps:?}"),
    )?;
    let activated = until_done(cast, &["remote", "activate", &id, "--on", SECOND, "--wait", "0s"])?;
    cast.two.ask(&["card", "enable", &id])?;
    // A centre that was asked nothing yet does not know how far the card is.
    centre.challenge(&cast.two, &id, &cast.pin, false)?;
    let served = centre.challenge(&cast.two, &id, &cast.pin, false)?;
    let before = cast.one.run(&["card", "enable", &id])?.refusal()?;
    claims.check(
        activated["done"] == true && served == Attached::Yes,
        format!("activated there, the network is answered by the second phone, and the first one's sleeps: {before:?}"),
    )?;
    let forced = cast.one.ask(&["remote", "activate", &id, "--on", FIRST, "--force", "--yes"])?;
    cast.one.ask(&["card", "enable", &id])?;
    let first = centre.challenge(&cast.one, &id, &cast.pin, false)?;
    let then = centre.challenge(&cast.one, &id, &cast.pin, false)?;
    claims.check(
        forced["done"] == true && (first, then) == (Attached::Resynchronised, Attached::Yes),
        "the second phone is out of reach: by force the first one's card is live, and after one resynchronisation the \
         network is answered by it",
    )
}

/// The centre of the card's network.
pub(super) fn centre(
    stock: &Stock,
    card: &Iccid,
    operators: Option<&crate::package::Operators>,
) -> Result<Centre, Broken> {
    let keys = stock.row(&card.to_string()).and_then(|row| row.keys.as_ref());
    match (keys, operators) {
        (Some(keys), _) => keys.aka().map(Centre::new),
        (None, Some(operators)) => operators.aka().map(Centre::new),
        (None, None) => Err(Broken::not("nobody knows the card's keys")),
    }
}

/// The first phone orders, and both obey, until it is done.
fn until_done(cast: &Cast, order: &[&str]) -> Result<Value, Broken> {
    for _ in 0..6 {
        let told = cast.one.ask(order)?;
        if told["done"] == true {
            return Ok(told);
        }
        if text(&told["waits_for"], "device") == SECOND {
            cast.two.ask(&["remote", "obey"])?;
        }
    }
    Err(Broken::not(format!("{order:?} comes to no end")))
}
