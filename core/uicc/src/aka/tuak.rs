//! TUAK (TS 35.231): f1 to f5* on Keccak-f\[1600\], all sizes of keys and results.

use super::{
    BadKeys, Functions, Secret,
    functions::{Answer, first},
};
use keccak::Keccak;
use zeroize::{Zeroize, Zeroizing};

/// Sizes in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// MAC: 8, 16 or 32. AKA carries 8.
    pub mac: usize,
    /// RES: 4, 8, 16 or 32. AKA carries up to 16.
    pub res: usize,
    /// CK: 16 or 32. AKA carries 16.
    pub ck: usize,
    /// IK: 16 or 32. AKA carries 16.
    pub ik: usize,
}

impl Default for Sizes {
    /// MAC and RES of 64 bits, keys of 128.
    fn default() -> Self {
        Self { mac: 8, res: 8, ck: 16, ik: 16 }
    }
}

impl Sizes {
    /// Whether AKA's messages can carry these (TS 33.102 §6.3.7).
    pub(super) const fn fit_aka(self) -> bool {
        self.mac == 8 && self.res <= 16 && self.ck == 16 && self.ik == 16
    }

    const fn known(self) -> bool {
        matches!(self.mac, 8 | 16 | 32)
            && matches!(self.res, 4 | 8 | 16 | 32)
            && matches!(self.ck, 16 | 32)
            && matches!(self.ik, 16 | 32)
    }
}

/// The first bits of INSTANCE: which function (§6).
#[derive(Clone, Copy)]
#[repr(u8)]
enum Function {
    F1OrTopc = 0x00,
    F2345 = 0x40,
    F1Star = 0x80,
    F5Star = 0xC0,
}

/// TUAK with a subscriber's K and TOPc.
#[derive(Clone)]
pub struct Tuak {
    k: Secret,
    topc: Secret,
    iterations: u8,
    sizes: Sizes,
}

impl Tuak {
    /// K of 16 or 32 bytes, Keccak run `iterations` times (1 unless the operator says otherwise).
    ///
    /// # Errors
    /// [`BadKeys`] if a size is not one of TUAK's.
    pub fn new(k: &[u8], topc: &[u8; 32], iterations: u8, sizes: Sizes) -> Result<Self, BadKeys> {
        if k.len() != 16 && k.len() != 32 {
            return Err(BadKeys::KiSize);
        }
        if iterations == 0 || !sizes.known() {
            return Err(BadKeys::Parameters);
        }
        Ok(Self { k: Secret::new(k), topc: Secret::new(topc), iterations, sizes })
    }

    /// TOPc for an operator's TOP (§6.1).
    ///
    /// # Errors
    /// [`BadKeys`] if K is not 16 or 32 bytes or nothing is iterated.
    pub fn topc(k: &[u8], top: &[u8; 32], iterations: u8) -> Result<[u8; 32], BadKeys> {
        let of_top = Self::new(k, top, iterations, Sizes::default())?;
        Ok(first(&of_top.run(Function::F1OrTopc as u8, &[0; 16], &[0; 6], &[0; 2]).field(0, 32)))
    }

    /// The sizes in use.
    #[must_use]
    pub const fn sizes(&self) -> Sizes {
        self.sizes
    }

    /// f1: MAC-A in its full size (§6.2).
    #[must_use]
    pub fn mac_a(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> Secret {
        self.mac(Function::F1OrTopc, rand, sqn, amf)
    }

    /// f1*: MAC-S in its full size (§6.3).
    #[must_use]
    pub fn mac_s(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> Secret {
        self.mac(Function::F1Star, rand, sqn, amf)
    }

    fn mac(&self, function: Function, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> Secret {
        self.run(function as u8 | size_bits(self.sizes.mac), rand, sqn, amf).field(0, self.sizes.mac)
    }

    /// Fills the state (§6, §7.1), runs Keccak and gives the state back.
    fn run(&self, instance: u8, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> State {
        let mut bytes = Zeroizing::new([0_u8; 200]);
        let instance = instance | u8::from(self.k.len() == 32);
        // Each field lies in the state with its last byte first.
        let fields: [(usize, &[u8]); 7] =
            [(0, &self.topc), (32, &[instance]), (33, b"TUAK1.0"), (40, rand), (56, amf), (58, sqn), (64, &self.k)];
        for (at, field) in fields {
            for (to, from) in bytes.iter_mut().skip(at).zip(field.iter().rev()) {
                *to = *from;
            }
        }
        bytes[96] = 0x1F;
        bytes[135] = 0x80;
        let mut state = State(std::array::from_fn(|i| u64::from_le_bytes(first(&bytes[8 * i..8 * i + 8]))));
        Keccak::new().with_f1600(|f1600| (0..self.iterations).for_each(|_| f1600(&mut state.0)));
        state
    }
}

impl Functions for Tuak {
    fn f1(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> [u8; 8] {
        first(&self.mac_a(rand, sqn, amf))
    }

    fn f1_star(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> [u8; 8] {
        first(&self.mac_s(rand, sqn, amf))
    }

    fn f2345(&self, rand: &[u8; 16]) -> Answer {
        let Sizes { res, ck, ik, .. } = self.sizes;
        let keys = u8::from(ik == 32) << 1 | u8::from(ck == 32) << 2;
        let state = self.run(Function::F2345 as u8 | size_bits(res) | keys, rand, &[0; 6], &[0; 2]);
        Answer {
            res: state.field(0, res),
            ck: state.field(32, ck),
            ik: state.field(64, ik),
            ak: zeroize::Zeroizing::new(first(&state.field(96, 6))),
        }
    }

    fn f5_star(&self, rand: &[u8; 16]) -> [u8; 6] {
        first(&self.run(Function::F5Star as u8, rand, &[0; 6], &[0; 2]).field(96, 6))
    }
}

/// How INSTANCE writes the size of a MAC or RES; 32 bits are no bit.
const fn size_bits(bytes: usize) -> u8 {
    match bytes {
        8 => 0x08,
        16 => 0x10,
        32 => 0x20,
        _ => 0,
    }
}

/// Keccak's state: 25 words, little end first.
struct State([u64; 25]);

impl State {
    /// A field of `len` bytes whose last byte stands at `at`.
    fn field(&self, at: usize, len: usize) -> Secret {
        let byte = |i: usize| (self.0[i / 8] >> (i % 8 * 8)) as u8;
        let mut out = Zeroizing::new([0; Secret::CAPACITY]);
        for (i, to) in out.iter_mut().take(len).enumerate() {
            *to = byte(at + len - 1 - i);
        }
        Secret::new(&out[..len])
    }
}

impl Drop for State {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
