//! MILENAGE (TS 35.206), with an operator's own constants where it has them.

use super::{
    BadKeys, Functions, Secret,
    functions::{Answer, first},
};
use aes::{
    Aes128Enc, Block,
    cipher::{
        BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, InOutBuf, KeyInit, consts::U16,
    },
};
use zeroize::Zeroize;

/// The constants an operator may choose: rotations r1..r5 in bits and c1..c5 (TS 35.206 §4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// r1..r5, each 0 to 127 bits to the left.
    pub rotations: [u8; 5],
    /// c1..c5.
    pub constants: [[u8; 16]; 5],
}

impl Default for Parameters {
    /// The values of TS 35.206.
    fn default() -> Self {
        Self { rotations: [64, 0, 32, 64, 96], constants: [0_u128, 1, 2, 4, 8].map(u128::to_be_bytes) }
    }
}

/// MILENAGE with a subscriber's K and OPc.
#[derive(Clone)]
pub struct Milenage {
    cipher: Aes128Enc,
    opc: u128,
    rotations: [u32; 5],
    constants: [u128; 5],
    res_size: usize,
}

impl Milenage {
    /// With standard constants and a RES of 64 bits.
    #[must_use]
    pub fn new(k: &[u8; 16], opc: &[u8; 16]) -> Self {
        Self::with(k, opc, &Parameters::default())
    }

    /// With an operator's constants.
    #[must_use]
    pub fn with(k: &[u8; 16], opc: &[u8; 16], parameters: &Parameters) -> Self {
        Self {
            cipher: Aes128Enc::new(k.into()),
            opc: u128::from_be_bytes(*opc),
            rotations: parameters.rotations.map(u32::from),
            constants: parameters.constants.map(u128::from_be_bytes),
            res_size: 8,
        }
    }

    /// The same with RES cut to its first `bytes`, 4 to 8.
    ///
    /// # Errors
    /// [`BadKeys::Parameters`] if RES has no such size.
    pub fn res_size(mut self, bytes: usize) -> Result<Self, BadKeys> {
        if !(4..=8).contains(&bytes) {
            return Err(BadKeys::Parameters);
        }
        self.res_size = bytes;
        Ok(self)
    }

    /// OPc for an operator's OP (§4.1).
    #[must_use]
    pub fn opc(k: &[u8; 16], op: &[u8; 16]) -> [u8; 16] {
        let mut block = Block::from(*op);
        Aes128Enc::new(k.into()).encrypt_block(&mut block);
        super::functions::xor(&block.into(), op)
    }

    /// OUT of §4.1 for each of the inputs that `inputs` makes of TEMP: two steps of AES, all blocks of the second side
    /// by side.
    fn out<const N: usize>(&self, rand: &[u8; 16], inputs: impl FnOnce(u128) -> [u128; N]) -> [[u8; 16]; N] {
        let mut out = [0; N];
        self.cipher.encrypt_with_backend(TwoSteps {
            first: u128::from_be_bytes(*rand) ^ self.opc,
            second: inputs,
            out: &mut out,
        });
        out.map(|bits| (bits ^ self.opc).to_be_bytes())
    }

    /// What is enciphered for OUT1.
    fn input_1(&self, temp: u128, sqn: &[u8; 6], amf: &[u8; 2]) -> u128 {
        let [s0, s1, s2, s3, s4, s5] = *sqn;
        let half = u128::from(u64::from_be_bytes([s0, s1, s2, s3, s4, s5, amf[0], amf[1]]));
        let in1 = half << 64 | half;
        temp ^ (in1 ^ self.opc).rotate_left(self.rotations[0]) ^ self.constants[0]
    }

    /// What is enciphered for OUT2 to OUT5; `n` counts from 1 as the standard does.
    fn input(&self, n: usize, temp: u128) -> u128 {
        (temp ^ self.opc).rotate_left(self.rotations[n - 1]) ^ self.constants[n - 1]
    }

    fn answer(&self, out2: &[u8; 16], out3: &[u8; 16], out4: &[u8; 16]) -> Answer {
        Answer {
            res: Secret::of::<8>(&first(&out2[8..])).truncated(self.res_size),
            ck: Secret::of(out3),
            ik: Secret::of(out4),
            ak: zeroize::Zeroizing::new(first(out2)),
        }
    }
}

impl Functions for Milenage {
    fn f1(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> [u8; 8] {
        let [out1] = self.out(rand, |temp| [self.input_1(temp, sqn, amf)]);
        first(&out1)
    }

    fn f1_star(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> [u8; 8] {
        let [out1] = self.out(rand, |temp| [self.input_1(temp, sqn, amf)]);
        first(&out1[8..])
    }

    fn f2345(&self, rand: &[u8; 16]) -> Answer {
        let [out2, out3, out4] = self.out(rand, |temp| [2, 3, 4].map(|n| self.input(n, temp)));
        self.answer(&out2, &out3, &out4)
    }

    fn f5_star(&self, rand: &[u8; 16]) -> [u8; 6] {
        let [out5] = self.out(rand, |temp| [self.input(5, temp)]);
        first(&out5)
    }

    fn f12345(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> ([u8; 8], Answer) {
        let [out1, out2, out3, out4] = self.out(rand, |temp| {
            [self.input_1(temp, sqn, amf), self.input(2, temp), self.input(3, temp), self.input(4, temp)]
        });
        (first(&out1), self.answer(&out2, &out3, &out4))
    }
}

/// Enciphers `first` to TEMP, then what `second` makes of it. Both run inside one choice of AES's implementation, which
/// costs as much as a block does.
struct TwoSteps<'a, const N: usize, F> {
    first: u128,
    second: F,
    out: &'a mut [u128; N],
}

impl<const N: usize, F> BlockSizeUser for TwoSteps<'_, N, F> {
    type BlockSize = U16;
}

impl<const N: usize, F: FnOnce(u128) -> [u128; N]> BlockCipherEncClosure for TwoSteps<'_, N, F> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let mut temp = block(self.first);
        backend.encrypt_block((&mut temp).into());
        let mut blocks = (self.second)(u128::from_be_bytes(temp.into())).map(block);
        let (groups, rest) = InOutBuf::from(blocks.as_mut_slice()).into_chunks::<B::ParBlocksSize>();
        groups.into_iter().for_each(|group| backend.encrypt_par_blocks(group));
        backend.encrypt_tail_blocks(rest);
        for (to, block) in self.out.iter_mut().zip(blocks) {
            *to = u128::from_be_bytes(block.into());
        }
    }
}

impl Drop for Milenage {
    fn drop(&mut self) {
        self.opc.zeroize();
    }
}

fn block(bits: u128) -> Block {
    bits.to_be_bytes().into()
}
