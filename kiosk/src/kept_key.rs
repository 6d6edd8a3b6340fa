//! otSK.DP as the database keeps it while its package may be made again: sealed, so that only `serve` opens it.

use crate::seal::{NotOpened, OpeningKey};
use model::SecretBytes;
use rsp::TransactionId;
use store::{SqlError, Transaction, params};

/// Seals the key of the package that was made in this transaction.
pub(crate) fn seal(key: &OpeningKey, transaction_id: &TransactionId, otsk_dp: &SecretBytes) -> Vec<u8> {
    key.seal(&name(transaction_id), otsk_dp)
}

/// Opens it.
///
/// # Errors
/// [`NotOpened`]: it was sealed for another kiosk or transaction, or changed.
pub(crate) fn open(key: &OpeningKey, transaction_id: &TransactionId, kept: &[u8]) -> Result<SecretBytes, NotOpened> {
    key.unseal(&name(transaction_id), kept)
}

/// Forgets those of a sale, in the transaction that ends it: whoever recorded a package could open it with its key.
pub(crate) fn forget(tx: &Transaction<'_>, reservation: i64) -> Result<(), SqlError> {
    tx.execute("UPDATE binding SET otsk_dp = NULL WHERE reservation = ?1", params![reservation]).map(drop)
}

/// Nothing else is sealed under such a name.
fn name(transaction_id: &TransactionId) -> Vec<u8> {
    [b"otSK.DP ".as_slice(), transaction_id.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: A9
    #[test]
    fn it_opens_for_its_own_kiosk_and_transaction_only() {
        let key = OpeningKey::new([7; 32]);
        let (id, secret) = (TransactionId::from([1; 16]), SecretBytes::from([0x6B; 32]));
        let kept = seal(&key, &id, &secret);
        assert_eq!(open(&key, &id, &kept), Ok(secret));
        assert_eq!(open(&key, &TransactionId::from([2; 16]), &kept), Err(NotOpened));
        assert_eq!(open(&OpeningKey::new([8; 32]), &id, &kept), Err(NotOpened));
        for end in [0, 16, kept.len() - 1] {
            assert_eq!(open(&key, &id, &kept[..end]), Err(NotOpened));
        }
    }
}
