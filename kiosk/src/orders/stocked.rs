//! Numbers of the stock as ES2+ sees them.

use super::desk::{Desk, Stop};
use crate::{
    confirmation, order,
    reserve::{self, Reservation},
    schema::{self, Stage},
    stock::{Product, number},
};
use model::{Eid, Iccid, NumberState, Random};
use smdp::{
    Order,
    es2::Stocked,
    order::{ConfirmationCode, State, Terms},
};
use store::params;

/// A number, and who holds it.
pub(super) struct Held {
    pub(super) stocked: Stocked,
    pub(super) number: i64,
    pub(super) product: i64,
    /// The reservation that holds it.
    pub(super) sale: Option<Reservation>,
}

/// What an order has beside its reservation.
struct Own {
    step: State,
    named: bool,
    eid: Option<Vec<u8>>,
    code: Option<Vec<u8>>,
    smds: Option<String>,
}

/// The number of this ICCID.
pub(super) fn by_iccid(desk: &Desk<'_>, iccid: &Iccid) -> Result<Option<Held>, Stop> {
    let found =
        desk.tx.query_optional("SELECT id FROM number WHERE iccid = ?1", params![iccid.as_ef().as_slice()], |row| {
            row.get::<_, i64>(0)
        })?;
    found.map(|number| read(desk, number)).transpose()
}

/// The next available number of a product.
pub(super) fn next_of(desk: &Desk<'_>, product: i64) -> Result<Option<Held>, Stop> {
    number::next(desk.tx, product)?.map(|number| read(desk, number)).transpose()
}

fn read(desk: &Desk<'_>, number: i64) -> Result<Held, Stop> {
    let corrupt = |what: &str| store::Error::Corrupt(format!("{what} of number {number} is malformed"));
    let (iccid, state, product, body, sale) = desk.tx.query_row(
        "SELECT n.iccid, n.state, p.id, p.body, r.id FROM number n JOIN segment s ON s.id = n.segment
         JOIN product p ON p.id = s.product LEFT JOIN reservation r ON r.number = n.id AND r.stage <= 3 WHERE n.id = ?1",
        params![number],
        |row| {
            let (iccid, state) = (row.get::<_, Vec<u8>>(0)?, schema::state(row, 1)?);
            Ok((iccid, state, row.get::<_, i64>(2)?, row.get::<_, String>(3)?, row.get::<_, Option<i64>>(4)?))
        },
    )?;
    let iccid = Iccid::from_ef(&iccid).map_err(|_| corrupt("the ICCID"))?;
    let body: Product = serde_json::from_str(&body).map_err(|_| corrupt("the product"))?;
    let metadata = order::metadata(iccid, &body);
    let plain = Order::new(metadata, Terms::default());
    let (sale, order, smds_address) = match sale.map(|id| reserve::by_id(desk.tx, id)).transpose()?.flatten() {
        None => (None, Order { state: unsold(state), ..plain }, None),
        Some(sale) => {
            let (order, smds) = match own(desk, &sale)? {
                Some(own) => (ordered(desk, &sale, &own, plain)?, own.smds),
                None => (Order { state: others(sale.stage), ..plain }, None),
            };
            (Some(sale), order, smds)
        }
    };
    let stocked = Stocked { order, profile_type: body.offer.class_id, owner: body.offer.operator, smds_address };
    Ok(Held { stocked, number, product, sale })
}

fn own(desk: &Desk<'_>, sale: &Reservation) -> Result<Option<Own>, Stop> {
    Ok(desk.tx.query_optional(
        "SELECT o.step, o.named, r.eid, r.code, o.smds FROM operator_order o JOIN reservation r ON r.id = o.reservation
         WHERE r.id = ?1",
        params![sale.id],
        |row| {
            let (step, named) = (step(row.get(0)?), row.get::<_, bool>(1)?);
            Ok(Own { step, named, eid: row.get(2)?, code: row.get(3)?, smds: row.get(4)? })
        },
    )?)
}

fn ordered(desk: &Desk<'_>, sale: &Reservation, own: &Own, plain: Order) -> Result<Order, Stop> {
    let eid = own.eid.as_deref().map(Eid::from_bytes).transpose();
    let eid = eid.map_err(|_| store::Error::Corrupt(format!("the EID of order {} is malformed", sale.id)))?;
    let code = own.code.as_deref().map(|kept| {
        // A code that can't be opened is one that nobody knows.
        confirmation::open(&desk.kiosk.keys.opening, &sale.matching_id, kept).unwrap_or_else(|error| {
            tracing::error!(%error, sale = sale.id, "the confirmation code of an order");
            crate::Entropy.array()
        })
    });
    Ok(Order {
        matching_id: if own.named { sale.matching_id.clone() } else { String::new() },
        eid,
        state: match sale.stage {
            Stage::Ordered => own.step,
            Stage::Reserved | Stage::Authorised => State::Released,
            Stage::Bound => State::Downloaded,
            Stage::Distributed => State::Installed,
            Stage::Faulted => State::Error,
            Stage::Lapsed | Stage::Released | Stage::Denied | Stage::Cancelled | Stage::Failed => State::Unavailable,
        },
        code: code.map(ConfirmationCode::from_hash),
        ..plain
    })
}

/// A number that no reservation holds.
const fn unsold(state: NumberState) -> State {
    match state {
        NumberState::Available => State::Available,
        NumberState::Reserved | NumberState::Retired => State::Unavailable,
        _ => State::Installed,
    }
}

/// A number that is sold to a phone here: no operator's call moves it.
const fn others(stage: Stage) -> State {
    match stage {
        Stage::Distributed => State::Installed,
        _ => State::Downloaded,
    }
}

/// The state in the column `operator_order.step`.
pub(super) const fn step(code: i64) -> State {
    match code {
        1 => State::Allocated,
        2 => State::Linked,
        _ => State::Confirmed,
    }
}

/// The other way round: whatever came behind was confirmed before.
pub(super) const fn step_code(state: State) -> i64 {
    match state {
        State::Allocated => 1,
        State::Linked => 2,
        _ => 3,
    }
}
