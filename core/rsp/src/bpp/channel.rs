use crate::checks;
use crate::crypto::SessionKeys;
use aes::Aes128;
use aes::cipher::block_padding::Iso7816;
use aes::cipher::{Array, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit};
use cmac::{Cmac, Mac};
use subtle::ConstantTimeEq;
use tlv::{Tlv, write_length};
use zeroize::Zeroizing;

/// The most bytes of one protected segment, with tag, length and MAC (SGP.22 §2.5.3).
pub const MAX_SEGMENT: usize = 1020;
const MAC: usize = 8;
/// Tag, a length of three bytes, MAC.
const AROUND: usize = 1 + 3 + MAC;
/// The most data of a segment that is MACed only.
const MAX_CLEAR: usize = MAX_SEGMENT - AROUND;
/// The most data of an encrypted segment: whole blocks, of which padding takes at least a byte.
const MAX_ENCRYPTED: usize = MAX_CLEAR / 16 * 16 - 1;

/// The MAC is not the one that these keys give at this place of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Too short for a MAC, or no whole blocks.
    Structure,
    /// The MAC is wrong.
    Mac,
    /// The MAC is right, but the padding is none: a fault of the maker.
    Padding,
}

/// One direction of SCP03t (SGP.22 §2.6.4, §5.5; in v3 BPP security protocol): AES-128 in CBC mode, its first vector
/// made of a counter; AES-CMAC over each segment and the MAC before it.
pub(super) struct Channel {
    enc: Aes128,
    mac: Cmac<Aes128>,
    chaining: Zeroizing<[u8; 16]>,
    /// Segments so far, those that are only MACed included, and one.
    counter: u128,
}

impl Channel {
    pub(super) fn new(keys: &SessionKeys) -> Self {
        Self {
            enc: Aes128::new(&Array::from(*keys.enc)),
            mac: <Cmac<Aes128> as KeyInit>::new(&Array::from(*keys.mac)),
            chaining: keys.initial_mac_chaining_value.clone(),
            counter: 1,
        }
    }

    /// `data` as encrypted and MACed segments under `tag`.
    pub(super) fn encrypt(&mut self, tag: u8, data: &[u8], out: &mut Vec<u8>) {
        out.reserve(data.len() + (data.len() / MAX_ENCRYPTED + 1) * (AROUND + 16));
        for piece in data.chunks(MAX_ENCRYPTED) {
            let padded = (piece.len() / 16 + 1) * 16;
            let start = out.len();
            out.push(tag);
            write_length(padded + MAC, out);
            let value = out.len();
            out.extend_from_slice(piece);
            out.resize(value + padded, 0);
            let vector = self.next_vector();
            cbc::Encryptor::inner_iv_init(self.enc.clone(), &vector)
                .encrypt_padded::<Iso7816>(&mut out[value..], piece.len())
                .expect("there is room for the padding");
            self.seal(start, out);
        }
    }

    /// `data` as segments under `tag` that are MACed only.
    pub(super) fn authenticate(&mut self, tag: u8, data: &[u8], out: &mut Vec<u8>) {
        for piece in data.chunks(MAX_CLEAR) {
            let start = out.len();
            out.push(tag);
            write_length(piece.len() + MAC, out);
            out.extend_from_slice(piece);
            self.counter += 1;
            self.seal(start, out);
        }
    }

    /// Verifies and decrypts a segment.
    pub(super) fn open(&mut self, segment: &Tlv<'_>) -> Result<Zeroizing<Vec<u8>>, Refused> {
        let data = self.check(segment)?;
        if data.is_empty() || data.len() % 16 != 0 {
            return Err(Refused::Structure);
        }
        let mut plain = Zeroizing::new(data.to_vec());
        let vector = self.next_vector();
        let length = cbc::Decryptor::inner_iv_init(self.enc.clone(), &vector)
            .decrypt_padded::<Iso7816>(&mut plain)
            .map_err(|_| Refused::Padding)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }

    /// Verifies a segment that is MACed only.
    pub(super) fn open_clear<'a>(&mut self, segment: &Tlv<'a>) -> Result<&'a [u8], Refused> {
        let data = self.check(segment)?;
        self.counter += 1;
        Ok(data)
    }

    fn check<'a>(&mut self, segment: &Tlv<'a>) -> Result<&'a [u8], Refused> {
        let split = segment.value.len().checked_sub(MAC).ok_or(Refused::Structure)?;
        let (covered, found) = segment.raw.split_at(segment.raw.len() - MAC);
        let full = self.mac_over(covered);
        if bool::from(full[..MAC].ct_eq(found)) || !checks::SEGMENT_MAC.on() {
            *self.chaining = full;
            Ok(&segment.value[..split])
        } else {
            Err(Refused::Mac)
        }
    }

    /// Appends the MAC to the segment that begins at `start`.
    fn seal(&mut self, start: usize, out: &mut Vec<u8>) {
        let full = self.mac_over(&out[start..]);
        out.extend_from_slice(&full[..MAC]);
        *self.chaining = full;
    }

    fn mac_over(&self, segment: &[u8]) -> [u8; 16] {
        let mut mac = self.mac.clone();
        mac.update(&*self.chaining);
        mac.update(segment);
        mac.finalize().into_bytes().into()
    }

    fn next_vector(&mut self) -> Array<u8, aes::cipher::consts::U16> {
        let mut block = Array::from(self.counter.to_be_bytes());
        self.enc.encrypt_block(&mut block);
        self.counter += 1;
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tlv::Reader;

    fn keys() -> SessionKeys {
        SessionKeys {
            initial_mac_chaining_value: Zeroizing::new([1; 16]),
            enc: Zeroizing::new([2; 16]),
            mac: Zeroizing::new([3; 16]),
        }
    }

    fn opened(segments: &[u8]) -> Vec<u8> {
        let mut channel = Channel::new(&keys());
        let mut reader = Reader::new(segments);
        let mut all = Vec::new();
        while let Some(segment) = reader.next().expect("well formed") {
            assert!(segment.raw.len() <= MAX_SEGMENT);
            all.extend_from_slice(&channel.open(&segment).expect("made with these keys"));
        }
        all
    }

    #[test]
    fn a_full_segment_has_exactly_the_most_bytes_there_may_be() {
        let mut out = Vec::new();
        Channel::new(&keys()).encrypt(0x86, &[7; MAX_ENCRYPTED], &mut out);
        assert_eq!(out.len(), MAX_SEGMENT);
        let mut out = Vec::new();
        Channel::new(&keys()).authenticate(0x88, &[7; MAX_CLEAR], &mut out);
        assert_eq!(out.len(), MAX_SEGMENT);
    }

    #[test]
    fn segments_can_be_neither_changed_nor_reordered_nor_left_out() {
        let mut out = Vec::new();
        let mut channel = Channel::new(&keys());
        channel.encrypt(0x86, b"first", &mut out);
        let second = out.len();
        channel.encrypt(0x86, b"second", &mut out);
        for index in 0..out.len() * 8 {
            let mut changed = out.clone();
            changed[index / 8] ^= 1 << (index % 8);
            let mut channel = Channel::new(&keys());
            let mut reader = Reader::new(&changed);
            let all = std::iter::from_fn(|| reader.next().transpose())
                .map(|s| s.map_err(|_| Refused::Structure).and_then(|s| channel.open(&s)))
                .collect::<Result<Vec<_>, _>>();
            assert!(all.is_err(), "bit {index}");
        }
        let later = tlv::parse_one(&out[second..], 0x86).expect("well formed");
        assert_eq!(Channel::new(&keys()).open(&later), Err(Refused::Mac));
    }

    proptest! {
        #[test]
        fn what_is_protected_opens(data in proptest::collection::vec(any::<u8>(), 1..5000)) {
            let mut out = Vec::new();
            Channel::new(&keys()).encrypt(0x86, &data, &mut out);
            prop_assert_eq!(opened(&out), data);
        }
    }
}
