use crate::{TransactionId, VersionType};
use tlv::{Reader, Writer, length_size, write_length};

/// A bound package that was fetched and not loaded yet. It is kept until it is, so that no failure on the phone costs
/// the order (F1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The session that it is bound in.
    pub transaction_id: TransactionId,
    /// The version that was accepted (E9).
    pub version: VersionType,
    /// BF36, whole.
    pub bound_profile_package: Vec<u8>,
}

/// The package is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bound profile package is malformed: {0}")]
pub struct BadPackage(#[from] tlv::Error);

impl Kept {
    /// As it is kept.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.put(0x80u32, self.transaction_id.as_bytes());
            w.put(0x81u32, &self.version.0);
            w.put(0x82u32, &self.bound_profile_package);
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
            version: VersionType(reader.require(0x81)?.as_array()?),
            bound_profile_package: reader.require(0x82)?.value.to_vec(),
        })
    }
}

/// The pieces in which a package is loaded, each an ES10 command of its own (SGP.22 §2.5.5, §5.7.6): BF36's header with
/// BF23; A0 whole; A1's header; each 88; A2 whole; A3's header; each 86.
///
/// # Errors
/// [`BadPackage`] if the package does not consist of these.
pub fn pieces(bound_profile_package: &[u8]) -> Result<Vec<Vec<u8>>, BadPackage> {
    let package = tlv::parse_one(bound_profile_package, 0xBF36)?;
    let mut body = package.children();
    let mut all = Vec::new();
    let initialise = body.expect(0xBF23)?;
    let header = &package.raw[..package.raw.len() - package.value.len()];
    all.push([header, initialise.raw].concat());
    all.push(body.expect(0xA0)?.raw.to_vec());
    in_segments(&mut all, 0xA1, 0x88, body.expect(0xA1)?.value)?;
    if let Some(keys) = body.take(0xA2)? {
        all.push(keys.raw.to_vec());
    }
    in_segments(&mut all, 0xA3, 0x86, body.expect(0xA3)?.value)?;
    body.end()?;
    Ok(all)
}

fn in_segments(all: &mut Vec<Vec<u8>>, tag: u8, segment: u32, value: &[u8]) -> Result<(), BadPackage> {
    let mut header = Vec::with_capacity(1 + length_size(value.len()));
    header.push(tag);
    write_length(value.len(), &mut header);
    all.push(header);
    let mut reader = Reader::new(value);
    while !reader.is_empty() {
        all.push(reader.expect(segment)?.raw.to_vec());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlv::encode;

    #[test]
    fn a_package_falls_into_its_pieces() {
        let inner = [
            encode(0xBF23, &[1]),
            encode(0xA0, &encode(0x87, &[2])),
            encode(0xA1, &encode(0x88, &[3])),
            encode(0xA3, &[encode(0x86, &[4; 200]), encode(0x86, &[5])].concat()),
        ]
        .concat();
        let whole = encode(0xBF36, &inner);
        let pieces = pieces(&whole).expect("well formed");
        assert_eq!(pieces.concat(), whole);
        assert_eq!(pieces.len(), 7);
        assert!(super::pieces(&encode(0xBF36, &encode(0xA0, &[]))).is_err());
    }

    #[test]
    fn what_is_kept_comes_back() {
        let kept = Kept {
            transaction_id: [7; 16].into(),
            version: VersionType::new(3, 0, 0),
            bound_profile_package: vec![0xBF, 0x36, 0],
        };
        assert_eq!(Kept::decode(&kept.encode()), Ok(kept));
        assert!(Kept::decode(&[0x80]).is_err());
    }
}
