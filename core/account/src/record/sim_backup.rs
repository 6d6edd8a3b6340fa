use super::Kind;
use crate::wire::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A part of a card's copy on its way from one device to another: made inside an eUICC, sealed to a one-time key of the other one's, so that nobody of the
/// account reads it either. It ends when the other one has taken the copy in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimBackup {
    /// The card's number.
    pub iccid: String,
    /// The device that it is for.
    pub device: Bytes,
    /// SHA-256 of the whole copy.
    pub copy: Bytes,
    /// Which part, from 0.
    pub part: u32,
    /// Of how many.
    pub parts: u32,
    /// The part.
    pub bytes: Bytes,
    /// What a newer release added.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Long, and of no use to who reads it.
impl std::fmt::Debug for SimBackup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SimBackup({}, {} of {})", self.iccid, self.part, self.parts)
    }
}

impl SimBackup {
    /// Bytes of a part: a record has room for it.
    pub const PART: usize = 64 << 10;
    /// Parts that a copy has at most.
    pub const MOST: usize = 64;

    /// A copy, part by part; none of one that is too long.
    #[must_use]
    pub fn split(iccid: &str, device: &Bytes, digest: &Bytes, copy: &[u8]) -> Option<Vec<Self>> {
        let chunks: Vec<&[u8]> = copy.chunks(Self::PART).collect();
        let parts = u32::try_from(chunks.len()).ok().filter(|_| chunks.len() <= Self::MOST)?;
        let part = |(part, bytes): (u32, &&[u8])| Self {
            iccid: iccid.to_owned(),
            device: device.clone(),
            copy: digest.clone(),
            part,
            parts,
            bytes: Bytes::from(bytes),
            other: Map::new(),
        };
        Some((0..).zip(&chunks).map(part).collect())
    }

    /// The copy with this digest, if all its parts are among these.
    #[must_use]
    pub fn join(all: &[Self], digest: &Bytes) -> Option<Vec<u8>> {
        let parts = all.iter().find(|one| one.copy == *digest)?.parts;
        let mut copy = Vec::new();
        for part in 0..parts {
            let one = all.iter().find(|one| one.copy == *digest && one.part == part && one.parts == parts)?;
            copy.extend_from_slice(&one.bytes.0);
        }
        let same = ring::digest::digest(&ring::digest::SHA256, &copy).as_ref() == digest.0;
        same.then_some(copy)
    }
}

impl Kind for SimBackup {
    const KIND: &'static str = "sim-backup";

    fn subject(&self) -> Vec<String> {
        // Of each copy its own: the end of one that was taken ends none that was made meanwhile.
        vec![self.iccid.clone(), self.device.text(), self.copy.text(), self.part.to_string()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: B5
    #[test]
    fn a_copy_is_whole_again_or_not_there() {
        let device = Bytes::from([1; 16]);
        let copy: Vec<u8> = (0..SimBackup::PART * 2 + 5).map(|at| at as u8).collect();
        let digest = Bytes::from(ring::digest::digest(&ring::digest::SHA256, &copy));
        let mut parts = SimBackup::split("8999900000000000001", &device, &digest, &copy).expect("it is short enough");
        assert_eq!(parts.len(), 3);
        parts.reverse();
        assert_eq!(SimBackup::join(&parts, &digest), Some(copy.clone()));
        assert_eq!(SimBackup::join(&parts, &Bytes::from([3; 32])), None, "another copy");
        parts[1].bytes = Bytes::from([0; 9]);
        assert_eq!(SimBackup::join(&parts, &digest), None, "somebody changed it");
        parts.remove(1);
        assert_eq!(SimBackup::join(&parts, &digest), None, "a part is missing");
        let long = vec![0; SimBackup::PART * SimBackup::MOST + 1];
        assert_eq!(SimBackup::split("8999900000000000001", &device, &digest, &long), None);
    }
}
