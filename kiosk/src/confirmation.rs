//! The confirmation code of a sale as the database keeps it: short codes can be guessed from their hash, so that is sealed like stock.

use crate::{
    end, reserve,
    schema::Stage,
    seal::{NotOpened, OpeningKey, Sealer, SealingKey},
};
use model::{SecretBytes, UnixTime};
use store::{Store, params};

/// The public half of the key that it is sealed with, X25519.
const PUBLIC: usize = 32;

/// Seals SHA-256 of the code of this sale.
pub(crate) fn seal(to: &SealingKey, matching_id: &str, hash: &SecretBytes) -> Vec<u8> {
    let sealer = Sealer::new(to, &mut crate::Entropy);
    let sealed = sealer.seal(&name(matching_id), hash);
    [sealer.one_time_public().as_slice(), &sealed].concat()
}

/// Opens it.
///
/// # Errors
/// [`NotOpened`]: it was sealed for another kiosk or sale, or changed.
pub(crate) fn open(key: &OpeningKey, matching_id: &str, kept: &[u8]) -> Result<[u8; 32], NotOpened> {
    let (public, sealed) = kept.split_first_chunk::<PUBLIC>().ok_or(NotOpened)?;
    key.open(public, &name(matching_id), sealed)?.expose().try_into().map_err(|_| NotOpened)
}

/// A wrong code came: counted before it is answered, so that no restart gives more tries. An order that it ended gives its number back,
/// unless a package was made.
pub(crate) fn wrong(store: &Store, id: i64, order: &smdp::Order, now: UnixTime) -> Result<(), store::Error> {
    let (count, over) = (order.wrong_codes, order.state == smdp::order::State::Error);
    store.write_now(move |tx| {
        tx.execute("UPDATE reservation SET wrong_codes = max(wrong_codes, ?2) WHERE id = ?1", params![id, count])?;
        if let Some(sale) = reserve::by_id(tx, id)?.filter(|sale| over && sale.stage.is_before_package()) {
            end::failed(tx, &sale, Stage::Cancelled, "the confirmation code was wrong too often", now)?;
        }
        Ok(())
    })
}

/// Nothing else is sealed under such a name.
fn name(matching_id: &str) -> Vec<u8> {
    [b"confirmation code ".as_slice(), matching_id.as_bytes()].concat()
}
