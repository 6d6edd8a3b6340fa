//! `stock list`: products with their segments, shrunk to what is left, and single numbers.

use crate::schema::{self, state_code};
use model::{Iccid, NumberState};
use serde::{Deserialize, Serialize};
use store::{Store, params};

/// A product and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductView {
    /// Class id.
    pub class_id: String,
    /// Name for people.
    pub name: String,
    /// Operator.
    pub operator: String,
    /// Price, such as `9.90 EUR`.
    pub price: String,
    /// Its segments.
    pub segments: Vec<SegmentView>,
}

/// A segment of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentView {
    /// First number as imported.
    pub first: String,
    /// Last number as imported.
    pub last: String,
    /// First and last number that are available still: the segment shrinks from both ends (A7).
    pub left: Option<(String, String)>,
    /// How many are available.
    pub available: u32,
    /// How many were imported.
    pub total: u32,
}

/// One number's row of the state table (A1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberView {
    /// The number.
    pub number: String,
    /// Its card number.
    pub iccid: String,
    /// Its product.
    pub class_id: String,
    /// Its state.
    pub state: NumberState,
    /// How far its sale has come, if there is one.
    pub sale: Option<String>,
    /// Balance in minor units, if the operator said it.
    pub balance: Option<i64>,
    /// The phone that has it.
    pub hardware_id: Option<String>,
    /// The user who has it.
    pub user_id: Option<String>,
    /// Whether its subscription data is here still; a tombstone has none (manner 2).
    pub subscription: bool,
}

/// Every product.
///
/// # Errors
/// If the database can't be read.
pub fn products(store: &Store) -> Result<Vec<ProductView>, store::Error> {
    store.read(|tx| {
        let rows = tx.query_all("SELECT id, body FROM product ORDER BY class_id", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut out = Vec::with_capacity(rows.len());
        for (id, body) in rows {
            let product: super::Product =
                serde_json::from_str(&body).map_err(|e| store::Error::Corrupt(e.to_string()))?;
            let segments = tx.query_all(
                "SELECT first, last, available, total,
                   (SELECT number FROM number WHERE segment = s.id AND state = 0 ORDER BY id LIMIT 1),
                   (SELECT number FROM number WHERE segment = s.id AND state = 0 ORDER BY id DESC LIMIT 1)
                 FROM segment s WHERE product = ?1 ORDER BY id",
                params![id],
                |row| {
                    Ok(SegmentView {
                        first: row.get(0)?,
                        last: row.get(1)?,
                        available: row.get(2)?,
                        total: row.get(3)?,
                        left: row.get::<_, Option<String>>(4)?.zip(row.get::<_, Option<String>>(5)?),
                    })
                },
            )?;
            let offer = product.offer;
            out.push(ProductView {
                class_id: offer.class_id,
                name: offer.name,
                operator: offer.operator,
                price: offer.price.to_string(),
                segments,
            });
        }
        Ok(out)
    })
}

/// Numbers in the order of import: of one product or all, in one state or any, at most `limit`, behind number `after`.
///
/// # Errors
/// If the database can't be read.
pub fn numbers(
    store: &Store,
    class_id: Option<&str>,
    state: Option<NumberState>,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<NumberView>, store::Error> {
    store.read(|tx| {
        let rows = tx.query_all(
            "SELECT n.number, n.iccid, p.class_id, n.state, r.stage, n.balance, n.hardware_id, n.user_id,
               EXISTS (SELECT 1 FROM subscription WHERE number = n.id)
             FROM number n JOIN segment s ON s.id = n.segment JOIN product p ON p.id = s.product
             LEFT JOIN reservation r ON r.number = n.id AND r.stage <= 3
             WHERE (?1 IS NULL OR p.class_id = ?1) AND (?2 IS NULL OR n.state = ?2)
               AND n.id > coalesce((SELECT id FROM number WHERE number = ?3), 0)
             ORDER BY n.id LIMIT ?4",
            params![class_id, state.map(state_code), after, limit],
            |row| {
                Ok((
                    row.get::<_, Vec<u8>>(1)?,
                    NumberView {
                        number: row.get(0)?,
                        iccid: String::new(),
                        class_id: row.get(2)?,
                        state: schema::state(row, 3)?,
                        sale: match row.get::<_, Option<i64>>(4)? {
                            Some(_) => Some(schema::stage(row, 4)?.as_str().to_owned()),
                            None => None,
                        },
                        balance: row.get(5)?,
                        hardware_id: row.get(6)?,
                        user_id: row.get(7)?,
                        subscription: row.get(8)?,
                    },
                ))
            },
        )?;
        rows.into_iter()
            .map(|(iccid, view)| {
                let iccid = Iccid::from_ef(&iccid).map_err(|e| store::Error::Corrupt(e.to_string()))?.to_string();
                Ok(NumberView { iccid, ..view })
            })
            .collect()
    })
}
