use super::{
    account::{SECOND, SETTING},
    cast::{Cast, PASSWORD, text},
};
use crate::{
    claims::Claims,
    secrets::{Searched, Secrets},
};
use landfall_stage::{Broken, Cloud, Scene, Secret, Stock};

/// The second phone is lost: its owner has it erased from the first, and holds the proof.
pub(super) fn a_lost_phone(
    scene: &Scene,
    cast: &Cast,
    cloud: Cloud,
    stock: &Stock,
    claims: &mut Claims,
) -> Result<(), Broken> {
    claims.chapter("A lost phone");
    let password = cast.password.display().to_string();
    let by_password = ["--server", cloud.url(), "--login", "ann", "--password-file", &password];
    let refused = cast.two.run(&[&["remote", "wipe", SECOND, "--yes"], &by_password[..]].concat())?;
    claims.check(!refused.succeeded(), "who knows the password alone can't erase anything")?;
    let cards = cast.two.ask(&["cards"])?.as_array().map_or(0, Vec::len);
    let ordered = cast.one.ask(&["remote", "wipe", SECOND, "--yes"])?;
    claims.check(
        ordered["verb"] == "wipe" && ordered["states"].as_array().is_some_and(|states| !states.is_empty()),
        format!("the owner orders it from the first phone; stored as {}", text(&ordered, "order")),
    )?;
    let obeyed = cast.two.ask(&["remote", "obey"])?;
    claims.check(
        cards > 0 && obeyed["erased"] == true && obeyed["owed"] == 0,
        format!("at its next contact the lost phone destroys the key of its {cards} card(s), and hands in its receipt"),
    )?;
    let left = cast.two.run(&["cards"])?.answer();
    let left = left.ok().and_then(|cards| cards.as_array().map(Vec::len)).unwrap_or(0);
    claims.check(left == 0, "no card is left on it")?;
    let orders = cast.one.ask(&["remote", "orders"])?;
    let order = orders.as_array().and_then(|orders| orders.first()).cloned().unwrap_or_default();
    claims.check(
        order["state"] == "erased" && order["proved"] == true,
        "the owner sees \"erased\", signed by the lost phone's own key and chained to the order",
    )?;
    let receipts = cast.one.ask(&["remote", "receipts", SECOND])?;
    let last = receipts.as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
    claims.check(last["outcome"] == "erased", format!("the receipt: {last}"))?;
    cloud.stop()?;
    let mut secrets = Secrets::default();
    for row in &stock.rows {
        row.keys.iter().flat_map(Secret::values).for_each(|value| secrets.key(value.expose()));
        secrets.pin(&row.iccid.to_string());
    }
    [PASSWORD, SETTING].into_iter().for_each(|text| secrets.pin(text));
    let mut searched = Searched::default();
    secrets.search(&scene.at("cloud"), &mut searched)?;
    claims.check(
        searched.found.is_empty() && searched.files > 0,
        format!(
            "the server kept no password, key, card number or note in clear: {} files, {} kB",
            searched.files,
            searched.bytes / 1000
        ),
    )
}
