//! A phone leaves the account, or deletes it; whoever dies, it is done wholly once the phone says so, or says that it has no account any more.

use super::{
    left,
    made::THIRD,
    world::{Who, World},
};
use landfall_cloud::storage::Accounts;
use landfall_stage::Broken;
use serde_json::Value;

const NEW: Who = Who::Third;

/// How it leaves, in turn.
pub(super) const WAYS: [&str; 2] = ["sign out", "delete"];

pub(super) fn leaves(world: &mut World, way: &'static str, old: Who) -> Result<(), Broken> {
    let account = left::account(world, NEW)?.account();
    let word = if way == WAYS[0] { "sign-out" } else { "delete" };
    let deaths = world.deaths.happened.len();
    let ended = world.through(NEW, way, &["account", word, "--yes"])?;
    // What a dead command had done can't be done again: nobody is signed in.
    if !ended.succeeded() && world.deaths.happened.len() == deaths {
        ended.answer()?;
    }
    if left::signed_in(world, NEW)? {
        return Err(Broken::not(format!("after `{word}` the phone takes itself for a device")));
    }
    if way == WAYS[0] { is_out(world, old) } else { is_deleted(world, &account) }
}

/// The others list it as taken out, and nothing else is.
fn is_out(world: &World, old: Who) -> Result<(), Broken> {
    let listed = world.ask(old, &["account", "devices"])?;
    let out = listed.as_array().into_iter().flatten().filter(|row| row["revoked"] == true);
    let out: Vec<&Value> = out.collect();
    match out[..] {
        [one] if one["name"] == THIRD => Ok(()),
        _ => Err(Broken::not(format!("one phone has left, and these have: {out:?}"))),
    }
}

/// The cloud has nothing of it.
fn is_deleted(world: &mut World, account: &account::keys::AccountId) -> Result<(), Broken> {
    world.kill_cloud()?;
    let data = left::cloud_data(world)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(Broken::io("a runtime"))?;
    let kept = runtime.block_on(async { data.account(account).await }).map_err(Broken::not)?;
    drop(data);
    world.restart_cloud(&[])?;
    if kept.is_some() { Err(Broken::not("an account that was deleted is there")) } else { Ok(()) }
}
