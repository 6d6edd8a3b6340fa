use crate::TransactionId;
use tlv::{Reader, Writer};

/// A bound package that was fetched and not loaded yet. It is kept until it is, so that no failure on the phone costs
/// the order (F1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The session that it is bound in.
    pub transaction_id: TransactionId,
    /// BF36, whole.
    pub bound_profile_package: Vec<u8>,
}

/// What was kept is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the package that was kept is damaged: {0}")]
pub struct BadPackage(#[from] tlv::Error);

impl BadPackage {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Delete it, and download the package anew."
    }
}

impl Kept {
    /// As it is kept.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.put(0x80u32, self.transaction_id.as_bytes());
            w.put(0x81u32, &self.bound_profile_package);
        })
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// [`BadPackage`] if it is not one.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadPackage> {
        let reader = Reader::new(bytes);
        let transaction = reader.require(0x80)?;
        Ok(Self {
            transaction_id: TransactionId::new(transaction.value).map_err(|_| tlv::Error::BadValue(transaction.tag))?,
            bound_profile_package: reader.require(0x81)?.value.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F1
    #[test]
    fn what_is_kept_comes_back() {
        let kept = Kept { transaction_id: [7; 16].into(), bound_profile_package: vec![0xBF, 0x36, 0] };
        assert_eq!(Kept::decode(&kept.encode()), Ok(kept));
        assert!(Kept::decode(&[0x80]).is_err());
    }
}
