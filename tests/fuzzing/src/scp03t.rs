use aes::Aes128;
use aes::cipher::{Array, BlockCipherEncrypt, BlockModeEncrypt, InnerIvInit, KeyInit, block_padding::NoPadding};
use cmac::{Cmac, Mac};
use rsp::crypto::SessionKeys;
use zeroize::Zeroizing;

/// A sender of SCP03t segments (SGP.22 §5.5) that protects whatever it is given, padding and all: what a server with
/// a fault, or with bad intentions, could send.
pub(crate) struct Sender {
    keys: SessionKeys,
    chaining: Zeroizing<[u8; 16]>,
    counter: u128,
}

impl Sender {
    pub(crate) fn new(keys: SessionKeys) -> Self {
        Self { chaining: keys.initial_mac_chaining_value.clone(), keys, counter: 1 }
    }

    /// One segment, encrypted; a plain text that is no whole number of blocks is padded as it should be.
    pub(crate) fn encrypted(&mut self, tag: u8, plain: &[u8]) -> Vec<u8> {
        let mut data = plain.to_vec();
        if !data.len().is_multiple_of(16) {
            data.push(0x80);
            data.resize(data.len().next_multiple_of(16), 0);
        }
        let cipher = Aes128::new(&Array::from(*self.keys.enc));
        let mut vector = Array::from(self.counter.to_be_bytes());
        cipher.encrypt_block(&mut vector);
        let length = data.len();
        cbc::Encryptor::inner_iv_init(cipher, &vector)
            .encrypt_padded::<NoPadding>(&mut data, length)
            .expect("whole blocks");
        self.sealed(tag, &data)
    }

    /// One segment, MACed only.
    pub(crate) fn sealed(&mut self, tag: u8, data: &[u8]) -> Vec<u8> {
        self.counter += 1;
        let mut segment = vec![tag];
        tlv::write_length(data.len() + 8, &mut segment);
        segment.extend_from_slice(data);
        let mut mac = <Cmac<Aes128> as KeyInit>::new(&Array::from(*self.keys.mac));
        mac.update(&*self.chaining);
        mac.update(&segment);
        *self.chaining = mac.finalize().into_bytes().into();
        segment.extend_from_slice(&self.chaining[..8]);
        segment
    }
}
