//! What a decision writes down, in the transaction that it was made in.

use super::{
    NO_LEASE,
    desk::{Desk, Stop},
    stocked::{Held, step_code},
};
use crate::{
    confirmation, end, events,
    issue::matching_id,
    reserve::Reservation,
    schema::Stage,
    stock::{log, number},
};
use model::NumberState;
use smdp::{
    Order,
    es2::{SmdsEvent, Stocked},
    order::State,
};
use store::params;

/// Available → Allocated, or Linked: the number is taken out of the stock.
pub(super) fn set_aside(desk: &Desk<'_>, held: &Held, order: &Order) -> Result<(), Stop> {
    let (tx, now, by) = (desk.tx, desk.now, &desk.caller.operator);
    number::take_this(tx, held.number, "", "", &format!("ordered by {by}"), now)?;
    tx.execute(
        "INSERT INTO reservation (matching_id, number, product, stage, hardware_id, user_id, at, lease, authorised_by, eid)
         VALUES (?1, ?2, ?3, ?4, '', '', ?5, ?6, ?7, ?8)",
        params![
            // Nobody is told this one.
            matching_id(),
            held.number,
            held.product,
            Stage::Ordered.code(),
            now.0 as i64,
            NO_LEASE as i64,
            by,
            order.eid.map(|eid| eid.as_bytes().to_vec())
        ],
    )?;
    tx.execute(
        "INSERT INTO operator_order (reservation, requester, step, named) VALUES (?1, ?2, ?3, 0)",
        params![tx.last_insert_rowid(), desk.caller.requester, step_code(order.state)],
    )?;
    Ok(())
}

/// → Confirmed, or Released.
pub(super) fn confirm(desk: &Desk<'_>, sale: &Reservation, stocked: &Stocked) -> Result<(), Stop> {
    let order = &stocked.order;
    let named = !order.matching_id.is_empty();
    let name = if named { &order.matching_id } else { &sale.matching_id };
    let sealing = desk.kiosk.keys.opening.public();
    let code = order.code.as_ref().map(|code| confirmation::seal(&sealing, name, code.hash()));
    desk.tx.execute(
        "UPDATE reservation SET matching_id = ?2, eid = ?3, code = ?4, wrong_codes = 0 WHERE id = ?1",
        params![sale.id, name, order.eid.map(|eid| eid.as_bytes().to_vec()), code],
    )?;
    desk.tx.execute(
        "UPDATE operator_order SET step = ?2, named = ?3, smds = ?4 WHERE reservation = ?1",
        params![sale.id, step_code(order.state), named, stocked.smds_address],
    )?;
    match order.state {
        State::Released => release(desk, sale),
        _ => note(desk, sale, "confirmed"),
    }
}

/// → Released: it may be downloaded from now on.
pub(super) fn release(desk: &Desk<'_>, sale: &Reservation) -> Result<(), Stop> {
    desk.tx.execute("UPDATE reservation SET stage = ?2 WHERE id = ?1", params![sale.id, Stage::Authorised.code()])?;
    note(desk, sale, "released")
}

/// Tells the card of it, at the kiosk's own SM-DS: there is no other that this one could ask.
pub(super) fn announce(desk: &Desk<'_>, event: &SmdsEvent) -> Result<(), Stop> {
    let server = &desk.kiosk.settings.smdp_address;
    Ok(events::announce(desk.tx, &event.eid, &event.matching_id, server, desk.now)?)
}

/// An order → Available, or Unavailable: its number is in the stock again, or is out of use for good.
pub(super) fn cancel(desk: &Desk<'_>, sale: &Reservation, order: &Order) -> Result<(), Stop> {
    let (tx, now) = (desk.tx, desk.now);
    let why = format!("cancelled by {}", desk.caller.operator);
    if order.state == State::Available {
        end::freed(tx, sale, Stage::Cancelled, &why, now)?;
    } else {
        end::let_go(tx, sale, Stage::Cancelled, &why, now)?;
        number::set_state(tx, sale.number, NumberState::Retired, &why, now)?;
        number::forget(tx, sale.number)?;
    }
    // It is announced no more, and the name is free for another order, and no code that was given out leads here any more.
    tx.execute("UPDATE reservation SET matching_id = ?2 WHERE id = ?1", params![sale.id, matching_id()])?;
    Ok(())
}

fn note(desk: &Desk<'_>, sale: &Reservation, step: &str) -> Result<(), Stop> {
    let why = format!("{step} by {}", desk.caller.operator);
    Ok(log::note(desk.tx, desk.now, sale.number, NumberState::Reserved, &why)?)
}
