//! COMP128 version 1: eight rounds of a butterfly of lookups that narrows 32 bytes to 32 nibbles, and between the
//! rounds a permutation of their 128 bits.

use super::{super::gsm::Triplet, v1_tables::*};
use zeroize::Zeroize;

/// SRES and Kc for `rand`.
pub(super) fn comp128v1(ki: &[u8; 16], rand: &[u8; 16]) -> Triplet {
    let mut challenge = *rand;
    for _ in 0..7 {
        challenge = permuted(compressed(ki, &challenge)).to_be_bytes();
    }
    let bits = compressed(ki, &challenge);
    challenge.zeroize();
    // SRES: the first 32 bits. Kc: the last 54, then ten zeros.
    Triplet { sres: ((bits >> 96) as u32).to_be_bytes(), kc: ((bits << 10) as u64).to_be_bytes() }
}

/// Ki ‖ `challenge` narrowed to 32 nibbles, the first one highest.
fn compressed(ki: &[u8; 16], challenge: &[u8; 16]) -> u128 {
    let mut x = [0; 32];
    x[..16].copy_from_slice(ki);
    x[16..].copy_from_slice(challenge);
    level::<0, 512>(&mut x, &TABLE_0);
    level::<1, 256>(&mut x, &TABLE_1);
    level::<2, 128>(&mut x, &TABLE_2);
    level::<3, 64>(&mut x, &TABLE_3);
    let mut out = [0; 16];
    for (byte, pair) in out.iter_mut().zip(x.chunks_exact(2)) {
        *byte = LAST_PAIR[usize::from(pair[0] & 31) << 5 | usize::from(pair[1] & 31)];
    }
    x.zeroize();
    u128::from_be_bytes(out)
}

/// One level of the butterfly: pairs that stand 16 >> LEVEL apart are mixed by a table of SIZE entries.
#[inline(always)]
fn level<const LEVEL: usize, const SIZE: usize>(x: &mut [u8; 32], table: &[u8; SIZE]) {
    let distance = 16 >> LEVEL;
    for group in 0..1 << LEVEL {
        for at in 0..distance {
            let m = group * 2 * distance + at;
            let n = m + distance;
            let (a, b) = (usize::from(x[m]), usize::from(x[n]));
            x[m] = table[(a + 2 * b) & (SIZE - 1)];
            x[n] = table[(2 * a + b) & (SIZE - 1)];
        }
    }
}

/// The last level mixes neighbours: both nibbles of a byte by one lookup.
static LAST_PAIR: [u8; 1024] = {
    let mut out = [0; 1024];
    let mut i = 0;
    while i < out.len() {
        let (a, b) = (i >> 5, i & 31);
        out[i] = TABLE_4[(a + 2 * b) & 31] << 4 | TABLE_4[(2 * a + b) & 31];
        i += 1;
    }
    out
};

/// Bit `i` of the result is bit `17 i mod 128`: within its byte a bit keeps its place `k`, the byte moves by `2 k`.
fn permuted(bits: u128) -> u128 {
    const FIRST_OF_EACH_BYTE: u128 = u128::from_be_bytes([0x80; 16]);
    (0..8).fold(0, |sum, k| sum | bits.rotate_left(16 * k) & FIRST_OF_EACH_BYTE >> k)
}
