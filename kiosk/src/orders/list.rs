//! The orders, for the kiosk's owner.

use super::stocked::step;
use crate::schema::{self, Stage};
use model::{Eid, Iccid, UnixTime};
use serde::{Deserialize, Serialize};
use smdp::order::State;
use store::{Store, params};

/// An order as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// Its sale's number here.
    pub id: i64,
    /// Who ordered, by its functionRequesterIdentifier.
    pub requester: String,
    /// The product.
    pub class_id: String,
    /// The number.
    pub number: String,
    /// The profile.
    pub iccid: String,
    /// Where it stands (SGP.22 §3.1.6), or how it ended.
    pub state: String,
    /// The card that it is for, once that is known.
    pub eid: Option<Eid>,
    /// Its matching id, if it has one.
    pub matching_id: Option<String>,
    /// When it was ordered.
    pub at: UnixTime,
}

/// Orders, and what waits for those who made them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    /// The orders, the latest first.
    pub orders: Vec<OrderView>,
    /// How many messages wait to be told to operators.
    pub untold: u64,
}

/// The latest `limit` orders.
///
/// # Errors
/// If the database can't be read.
pub fn orders(store: &Store, limit: u32) -> Result<Orders, store::Error> {
    store.read(|tx| {
        let rows = tx.query_all(
            "SELECT r.id, o.requester, p.class_id, n.number, n.iccid, r.stage, o.step, o.named, r.eid, r.matching_id, r.at
             FROM operator_order o JOIN reservation r ON r.id = o.reservation JOIN number n ON n.id = r.number
             JOIN product p ON p.id = r.product ORDER BY o.reservation DESC LIMIT ?1",
            params![limit],
            |row| {
                let (stage, step) = (schema::stage(row, 5)?, step(row.get(6)?));
                let named = row.get::<_, bool>(7)? && stage.is_live();
                let view = OrderView {
                    id: row.get(0)?,
                    requester: row.get(1)?,
                    class_id: row.get(2)?,
                    number: row.get(3)?,
                    iccid: String::new(),
                    state: state(stage, step).to_owned(),
                    eid: None,
                    matching_id: if named { Some(row.get(9)?) } else { None },
                    at: UnixTime(row.get::<_, i64>(10)? as u64),
                };
                Ok((view, row.get::<_, Vec<u8>>(4)?, row.get::<_, Option<Vec<u8>>>(8)?))
            },
        )?;
        let corrupt = |what: &str, id: i64| store::Error::Corrupt(format!("the {what} of order {id} is malformed"));
        let mut orders = Vec::with_capacity(rows.len());
        for (view, iccid, eid) in rows {
            let iccid = Iccid::from_ef(&iccid).map_err(|_| corrupt("ICCID", view.id))?.to_string();
            let eid = eid.as_deref().map(Eid::from_bytes).transpose().map_err(|_| corrupt("EID", view.id))?;
            orders.push(OrderView { iccid, eid, ..view });
        }
        let untold: i64 = tx.query_row("SELECT count(*) FROM operator_news", [], |row| row.get(0))?;
        Ok(Orders { orders, untold: untold.unsigned_abs() })
    })
}

const fn state(stage: Stage, step: State) -> &'static str {
    match stage {
        Stage::Ordered => step.as_str(),
        Stage::Reserved | Stage::Authorised => State::Released.as_str(),
        Stage::Bound => State::Downloaded.as_str(),
        Stage::Distributed => State::Installed.as_str(),
        Stage::Faulted => State::Error.as_str(),
        Stage::Lapsed | Stage::Released | Stage::Denied | Stage::Cancelled | Stage::Failed => stage.as_str(),
    }
}
