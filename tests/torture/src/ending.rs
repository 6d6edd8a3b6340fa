//! The end: leases run out, everybody comes home, and the books are closed.

use crate::{
    invariants,
    points::Way,
    round::Purchase,
    yard::{LEASE, Wanted, Yard},
};
use landfall_stage::Broken;
use std::{
    collections::BTreeSet,
    thread,
    time::{Duration, Instant},
};

/// Checks the whole; how many cards there are, on how many phones.
pub(crate) fn check(yard: &mut Yard) -> Result<(usize, usize), Broken> {
    leases_run_out(yard)?;
    abandoned_come_back(yard)?;
    debtors_report(yard)?;
    let cards = everything_is_told(yard)?;
    yard.stop_kiosk()?;
    invariants::kiosk(&yard.scene.at("kiosk"))?;
    for (number, phone) in yard.phones.iter().enumerate() {
        invariants::vault(phone.program.data()).map_err(|e| Broken::not(format!("the data of phone {number}: {e}")))?;
    }
    Ok((cards, yard.phones.len()))
}

/// Phones that died and never came back hold no number without a package.
fn leases_run_out(yard: &Yard) -> Result<(), Broken> {
    // An attendant's word starts a lease anew.
    let patience = Duration::from_secs(2 * LEASE + 5);
    // What was sold over the counter waits for its phone, which comes back below.
    let sold = yard.phones.iter().filter(|phone| phone.abandoned.as_ref().is_some_and(Wanted::is_sold)).count();
    let begun = Instant::now();
    loop {
        let rows = yard.shop.ask(&["stock", "list", "--numbers", "--state", "reserved"])?;
        let unbound = rows.as_array().into_iter().flatten().filter(|row| row["sale"] != "bound").count();
        if unbound <= sold {
            return Ok(());
        }
        if begun.elapsed() > patience {
            return Err(Broken::not(format!("{unbound} unbound reservations outlived their lease")));
        }
        thread::sleep(Duration::from_millis(250));
    }
}

fn abandoned_come_back(yard: &mut Yard) -> Result<(), Broken> {
    for phone in 0..yard.phones.len() {
        if let Some(wanted) = yard.phones[phone].abandoned.clone() {
            let mut purchase = Purchase { phone, wanted, abandoned: false };
            purchase.resume(yard)?;
        }
    }
    Ok(())
}

/// A phone whose last result waits tells it when it buys again.
fn debtors_report(yard: &mut Yard) -> Result<(), Broken> {
    for phone in 0..yard.phones.len() {
        if yard.phones[phone].owes {
            let wanted = yard.wanted(Way::Free)?;
            Purchase { phone, wanted, abandoned: false }.go(yard, &mut std::iter::empty(), &mut Vec::new())?;
        }
    }
    Ok(())
}

/// Every card is on one phone, and the kiosk has marked it distributed once; nothing else is sold.
fn everything_is_told(yard: &Yard) -> Result<usize, Broken> {
    let mut on_phones = BTreeSet::new();
    for phone in 0..yard.phones.len() {
        for card in yard.cards(phone)? {
            let iccid = card["iccid"].as_str().unwrap_or_default().to_owned();
            if card["result_waits"] != false {
                return Err(Broken::not(format!("the result of card {iccid} was never delivered")));
            }
            if !on_phones.insert(iccid.clone()) {
                return Err(Broken::not(format!("number given twice: card {iccid}")));
            }
        }
    }
    let rows = yard.shop.ask(&["stock", "list", "--numbers", "--limit", "1000000"])?;
    let mut distributed = BTreeSet::new();
    for row in rows.as_array().into_iter().flatten() {
        let iccid = row["iccid"].as_str().unwrap_or_default();
        match row["state"].as_str() {
            Some("available") => {}
            Some("distributed") => {
                distributed.insert(iccid.to_owned());
            }
            other => return Err(Broken::not(format!("card {iccid} is {} at the end", other.unwrap_or("nothing")))),
        }
    }
    if let Some(lost) = distributed.difference(&on_phones).next() {
        return Err(Broken::not(format!("card lost: {lost} is distributed, and on no phone")));
    }
    if let Some(unknown) = on_phones.difference(&distributed).next() {
        return Err(Broken::not(format!("card {unknown} is on a phone, and not distributed")));
    }
    let log = yard.shop.ask(&["stock", "log", "--limit", "1000000"])?;
    let mut given = BTreeSet::new();
    // Other lines of that state are what its card told later.
    let installed = |why: &str| why.ends_with("signed that it is installed");
    for entry in log.as_array().into_iter().flatten().filter(|entry| entry["why"].as_str().is_some_and(installed)) {
        let number = entry["number"].as_str().unwrap_or_default();
        if !given.insert(number) {
            return Err(Broken::not(format!("number {number} was distributed twice")));
        }
    }
    if given.len() == on_phones.len() { Ok(on_phones.len()) } else { Err(Broken::not("log and table do not agree")) }
}
