use super::cast::{Cast, PIN, text};
use crate::{
    claims::Claims,
    package::Operators,
    secrets::{Searched, Secrets},
};
use landfall_stage::{Broken, Kiosk, Scene, Secret, Stock};
use std::collections::BTreeSet;

/// The books agree, and no secret lies about.
pub(super) fn what_is_left(
    scene: &Scene,
    cast: &Cast,
    kiosk: Kiosk,
    stock: &Stock,
    operators: Option<&Operators>,
    claims: &mut Claims,
) -> Result<(), Broken> {
    claims.chapter("What is left");
    let mut given = Vec::new();
    for phone in [&cast.one, &cast.two] {
        let cards = phone.ask(&["cards"])?;
        given.extend(cards.as_array().into_iter().flatten().map(|card| text(card, "iccid").to_owned()));
    }
    let different: BTreeSet<&String> = given.iter().collect();
    let rows = cast.numbers(&[])?;
    let sold = rows.iter().filter(|row| row["state"] != "available").map(|row| text(row, "iccid").to_owned());
    let sold: BTreeSet<String> = sold.collect();
    claims.check(
        different.len() == given.len() && given.iter().all(|iccid| sold.contains(iccid)) && sold.len() == given.len(),
        format!("{} cards on two phones, {} numbers gone from the stock, no number twice", given.len(), sold.len()),
    )?;
    kiosk.stop()?;
    claims.shows("the kiosk stops in order when it is told to");
    let mut secrets = Secrets::default();
    for row in &stock.rows {
        for value in row.keys.iter().flat_map(Secret::values) {
            secrets.key(value.expose());
        }
    }
    for aka in operators.iter().flat_map(|operators| &operators.resolved.aka) {
        // A test profile's key may be of a pattern that lies everywhere.
        if aka.ki.expose().iter().collect::<BTreeSet<_>>().len() > 8 {
            secrets.key(aka.ki.expose());
        }
    }
    let (mut control, mut searched) = (Searched::default(), Searched::default());
    secrets.search(&scene.at("stock"), &mut control)?;
    secrets.pin(PIN);
    for folder in ["kiosk", "phone-one", "phone-two", "thief", "logs"] {
        secrets.search(&scene.at(folder), &mut searched)?;
    }
    if let Some(leak) = searched.found.first() {
        return Err(Broken::not(format!("a secret lies in clear in {}", leak.display())));
    }
    claims.check(
        control.found.len() >= 3,
        format!(
            "no Ki, OPc or PIN ({} forms) in {} files of kiosk, phones and logs ({} kB); the same search finds them in \
             the imported stock files",
            secrets.count(),
            searched.files,
            searched.bytes / 1000
        ),
    )
}
