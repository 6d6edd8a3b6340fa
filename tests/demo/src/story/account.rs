use super::cast::{Cast, text};
use crate::claims::Claims;
use landfall_stage::{Broken, Cloud, Program, Scene};
use model::Iccid;
use serde_json::Value;

/// What the owner calls the first phone.
pub(super) const FIRST: &str = "new phone";
/// What the owner calls the second phone.
pub(super) const SECOND: &str = "old phone";
/// What an owner writes, which nobody else is to read.
pub(super) const SETTING: &str = "the red suitcase";

/// One account, two phones: what one has the other sees.
pub(super) fn an_account(scene: &Scene, cast: &Cast, card: &Iccid, claims: &mut Claims) -> Result<Cloud, Broken> {
    claims.chapter("An account");
    let cloud = Cloud::serve(&cast.cloud, "127.0.0.1:0")?.ok_or_else(|| Broken::not("the cloud did not start"))?;
    let sheet = scene.at("typed").join("sheet").display().to_string();
    let password = cast.password.display().to_string();
    let who = |device| ["--server", cloud.url(), "--login", "ann", "--password-file", &password, "--device", device];
    let made = cast.one.ask(&[&["account", "create"], &who(FIRST)[..], &["--sheet", &sheet]].concat())?;
    claims.check(
        !text(&made, "account").is_empty(),
        "the first phone makes an account; password and recovery sheet open it together, and the server has neither",
    )?;
    let wrong = cast.two.run(&[&["account", "login"], &who(SECOND)[..], &["--sheet-file", &password]].concat())?;
    claims.check(!wrong.succeeded(), "the password without the sheet lets no other phone in")?;
    cast.two.ask(&[&["account", "login"], &who(SECOND)[..], &["--sheet-file", &sheet]].concat())?;
    let devices = cast.one.ask(&["account", "devices"])?;
    let names: Vec<&str> = devices.as_array().into_iter().flatten().map(|device| text(device, "name")).collect();
    claims.check(
        names.len() == 2 && names.contains(&SECOND),
        format!("with both the second is let in; each phone's key stands in the owner's signed list: {names:?}"),
    )?;
    cast.one.ask(&["records", "set", "note", SETTING])?;
    cast.one.ask(&["sync"])?;
    cast.two.ask(&["sync"])?;
    let seen = records(&cast.two, "card")?;
    claims.check(
        seen.iter().any(|record| record["body"].to_string().contains(&card.to_string())),
        format!("after a sync the second phone sees card {card} of the first: {} cards", seen.len()),
    )?;
    let note = records(&cast.two, "setting")?;
    claims.check(note.iter().any(|record| record["body"].to_string().contains(SETTING)), "and what was noted there")?;
    Ok(cloud)
}

fn records(phone: &Program, kind: &str) -> Result<Vec<Value>, Broken> {
    let records = phone.ask(&["records", "list", "--kind", kind])?;
    records.as_array().cloned().ok_or_else(|| Broken::not("the list of records is no list"))
}
