use super::cast::{Cast, text};
use crate::{claims::Claims, sockets, stock::ISLAND};
use landfall_stage::{Broken, Kiosk, Scene};
use serde_json::Value;
use std::net::IpAddr;

/// Whom a phone believes, and what it is offered.
pub(super) fn a_phone_with_no_network(
    scene: &Scene,
    cast: &Cast,
    kiosk: &Kiosk,
    claims: &mut Claims,
) -> Result<(), Broken> {
    claims.chapter("A phone with no network");
    let offers = ["offers", "--kiosk", kiosk.start_code()];
    let refusal = cast.one.run(&offers)?.refusal()?;
    claims.shows(format!("a phone that does not trust the operator turns away: {refusal:?}"));
    let root = scene.at("operator").join("root.der").display().to_string();
    for phone in [&cast.one, &cast.two] {
        phone.ask(&["roots", "add", &root])?;
    }
    let all = classes_of(&cast.one.ask(&offers)?);
    claims
        .check(all.len() == 3, format!("with the operator's root installed it sees the offers: {}", all.join(", ")))?;
    let select = |wishes: &[&str]| cast.one.run(&[&offers[..], wishes].concat());
    let fitting = classes_of(&select(&["--area", "JP", "--rate", "50000", "--most", "20.00 EUR"])?.answer()?);
    claims.check(
        fitting == [ISLAND],
        format!("Japan, 50 Mbit/s, at most 20 euros: the kiosk offers {}", fitting.join(", ")),
    )?;
    let refusal = select(&["--area", "FR", "--rate", "50000"])?.refusal()?;
    claims.check(
        refusal.contains("service-area"),
        format!("France, 50 Mbit/s: the kiosk says which wish failed: {refusal:?}"),
    )?;
    if let Some(addresses) = sockets::of(kiosk.process().id()) {
        claims.check(
            !addresses.is_empty() && addresses.iter().all(IpAddr::is_loopback),
            "the kiosk has no socket beyond this machine's loopback address",
        )?;
    }
    Ok(())
}

fn classes_of(offers: &Value) -> Vec<String> {
    offers["offers"].as_array().into_iter().flatten().map(|offer| text(offer, "class-id").to_owned()).collect()
}
