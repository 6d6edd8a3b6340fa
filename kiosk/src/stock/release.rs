//! An operator's decisions about single numbers, each with a reason that stays in the log (A7, A12).

use super::number;
use crate::{
    end, report,
    reserve::{self, Reservation},
    schema::{self, Stage},
};
use ::report::What;
use model::{NumberState, UnixTime};
use store::{SqlError, Store, Transaction, params};

/// Why a number was not moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// Not in stock.
    #[error("there is no number {0} in the stock")]
    Unknown(String),
    /// No reason was given.
    #[error("a decision needs a reason: it stays in the log")]
    NoReason,
    /// It can't go from where it is to there.
    #[error("number {number} is {state}: {hint}")]
    NotFrom {
        /// The number.
        number: String,
        /// Its state.
        state: NumberState,
        /// What can be done instead.
        hint: &'static str,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SqlError> for DecisionError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Takes a number back from a sale that will not be completed, also from one whose package was made: the operator answers
/// for it that no phone has it, or will be able to use it.
///
/// # Errors
/// [`DecisionError`]
pub fn release(store: &Store, number: &str, why: &str, now: UnixTime) -> Result<(), DecisionError> {
    decide(store, number, why, move |tx, row, why| {
        let Some(sale) = row.sale.as_ref().filter(|_| row.state == NumberState::Reserved) else {
            let hint = match row.state {
                NumberState::Available => "it is in stock already",
                NumberState::Retired => "a retired number does not come back",
                _ => "a phone has its subscription; retire it instead",
            };
            return Err(DecisionError::NotFrom { number: row.number.clone(), state: row.state, hint });
        };
        end::freed(tx, sale, Stage::Released, why, now)?;
        Ok(())
    })
}

/// Takes a number out of use for good. Its sale, if one is under way, ends; its subscription data is deleted.
///
/// # Errors
/// [`DecisionError`]
pub fn retire(store: &Store, number: &str, why: &str, now: UnixTime) -> Result<(), DecisionError> {
    decide(store, number, why, move |tx, row, why| {
        if row.state == NumberState::Retired {
            return Ok(());
        }
        if let Some(sale) = row.sale.as_ref().filter(|s| s.stage < Stage::Distributed) {
            end::let_go(tx, sale, Stage::Released, why, now)?;
        }
        number::set_state(tx, row.id, NumberState::Retired, why, now)?;
        number::forget(tx, row.id)?;
        report::happened(tx, row.id, What::Retired { why: why.to_owned() }, now)?;
        Ok(())
    })
}

/// Notes what the network says of a number that a phone has: in use, out of balance, suspended, or merely distributed.
/// A balance, in minor units, may come with it (A8, A12).
///
/// # Errors
/// [`DecisionError`]
pub fn note(
    store: &Store,
    number: &str,
    state: NumberState,
    balance: Option<i64>,
    why: &str,
    now: UnixTime,
) -> Result<(), DecisionError> {
    decide(store, number, why, move |tx, row, why| {
        use NumberState::{Distributed, InUse, InsufficientBalance, Suspended};
        let held = [Distributed, InUse, InsufficientBalance, Suspended];
        if !held.contains(&row.state) || !held.contains(&state) {
            let hint = "only numbers that a phone has can be in use, out of balance or suspended";
            return Err(DecisionError::NotFrom { number: row.number.clone(), state: row.state, hint });
        }
        if let Some(balance) = balance {
            tx.execute("UPDATE number SET balance = ?2 WHERE id = ?1", params![row.id, balance])?;
        }
        if row.state != state {
            number::set_state(tx, row.id, state, why, now)?;
        }
        Ok(())
    })
}

struct Row {
    id: i64,
    number: String,
    state: NumberState,
    sale: Option<Reservation>,
}

fn decide(
    store: &Store,
    number: &str,
    why: &str,
    job: impl FnOnce(&Transaction<'_>, &Row, &str) -> Result<(), DecisionError> + Send + 'static,
) -> Result<(), DecisionError> {
    if why.trim().is_empty() {
        return Err(DecisionError::NoReason);
    }
    let (number, why) = (number.to_owned(), why.to_owned());
    store.write_now(move |tx| {
        let found = tx.query_optional(
            "SELECT n.id, n.state, r.id FROM number n
                 LEFT JOIN reservation r ON r.number = n.id AND r.stage <= 3 WHERE n.number = ?1",
            params![number],
            |row| Ok((row.get::<_, i64>(0)?, schema::state(row, 1)?, row.get::<_, Option<i64>>(2)?)),
        )?;
        let (id, state, sale) = found.ok_or_else(|| DecisionError::Unknown(number.clone()))?;
        let sale = match sale {
            Some(sale) => reserve::by_id(tx, sale)?,
            None => None,
        };
        job(tx, &Row { id, number, state, sale }, &why)
    })
}
