use super::cast::Cast;
use crate::{
    claims::Claims,
    network::{Attached, Centre},
    package::Operators,
};
use landfall_stage::{Broken, Stock};
use model::Iccid;

/// PIN, authentication, phone book.
pub(super) fn in_use(
    cast: &Cast,
    iccid: &Iccid,
    stock: &Stock,
    operators: Option<&Operators>,
    claims: &mut Claims,
) -> Result<(), Broken> {
    claims.chapter("In use");
    let id = iccid.to_string();
    let (rand, autn) = ("00".repeat(16), "00".repeat(16));
    let wrong = cast.wrong_pin.display().to_string();
    let refusal =
        cast.one.run(&["card", "auth", &id, "--rand", &rand, "--autn", &autn, "--pin-file", &wrong])?.refusal()?;
    let tries = cast.one.ask(&["card", "pin", &id, "status"])?;
    claims.check(
        tries["tries"].as_u64().is_some_and(|tries| refusal.contains(&format!("{tries} tries left"))),
        format!("a wrong PIN costs a try, and the next process knows: {refusal:?}"),
    )?;
    let keys = stock.row(&id).and_then(|row| row.keys.as_ref());
    let aka = match (keys, operators) {
        (Some(keys), _) => keys.aka()?,
        (None, Some(operators)) => operators.aka()?,
        (None, None) => return Err(Broken::not("nobody knows the card's keys")),
    };
    let name = format!("{aka:?}");
    let mut centre = Centre::new(aka);
    let challenge = |centre: &mut Centre, forged| centre.challenge(&cast.one, &id, &cast.pin, forged);
    claims.check(
        challenge(&mut centre, false)? == Attached::Yes,
        format!("network and card prove themselves to each other, {name}"),
    )?;
    claims.check(challenge(&mut centre, false)? == Attached::Yes, "again, with the next sequence number")?;
    centre.forget();
    claims.check(
        challenge(&mut centre, false)? == Attached::Resynchronised,
        "a network that lost its count is told where the card is (AUTS), and believes it by its MAC",
    )?;
    claims.check(challenge(&mut centre, false)? == Attached::Yes, "after that resynchronisation they agree again")?;
    claims
        .check(challenge(&mut centre, true)? == Attached::WrongNetwork, "a network without the key is turned away")?;
    let pin = cast.pin.display().to_string();
    let book = ["card", "phonebook", &id, "--pin-file", &pin];
    cast.one.ask(&[&book[..], &["--add", "Ann=+99901234567"]].concat())?;
    let read = cast.one.ask(&book)?;
    let found = read.as_array().into_iter().flatten().any(|e| e["name"] == "Ann" && e["number"] == "+99901234567");
    claims.check(found, "a phone-book entry written by one process is read back by the next: Ann +99901234567")
}
