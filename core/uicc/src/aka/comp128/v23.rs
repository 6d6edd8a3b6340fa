//! COMP128 versions 2 and 3: eight rounds of five levels of lookups, and after each round a choice of 128 of its 256
//! bits.

use super::{super::gsm::Triplet, v23_tables::*};
use zeroize::Zeroize;

/// SRES and the whole Kc for `rand`.
pub(super) fn comp128v3(ki: &[u8; 16], rand: &[u8; 16]) -> Triplet {
    let (mut key, mut mix) = (*ki, *rand);
    key.reverse();
    mix.reverse();
    for (k, m) in key.iter_mut().zip(&mix) {
        *k ^= m;
    }
    mix = rounds(mix, &key);
    wipe_stack();
    key.zeroize();
    mix.reverse();
    let bits = u128::from_be_bytes(mix);
    mix.zeroize();
    // SRES: the first 32 bits. Kc: the last 64.
    Triplet { sres: ((bits >> 96) as u32).to_be_bytes(), kc: (bits as u64).to_be_bytes() }
}

/// What the levels leave behind is made of Ki. It is wiped from outside ([`wipe_stack`]), since arrays that are wiped one by one have to
/// stay in memory, which takes twice the time.
#[inline(never)]
fn rounds(mut mix: [u8; 16], key: &[u8; 16]) -> [u8; 16] {
    for _ in 0..8 {
        mix = chosen(&mixed(&mix, key));
    }
    mix
}

/// Overwrites the part of the stack that a call before this one, from the same place, has used.
#[inline(never)]
fn wipe_stack() {
    let mut place = [0_u64; 64];
    place.zeroize();
}

/// The five levels over `mix` ‖ `key`.
fn mixed(mix: &[u8; 16], key: &[u8; 16]) -> [u8; 32] {
    let mut x = [0; 32];
    x[..16].copy_from_slice(mix);
    x[16..].copy_from_slice(key);
    x = level::<0>(&x);
    x = level::<1>(&x);
    x = level::<2>(&x);
    x = level::<3>(&x);
    level::<4>(&x)
}

/// One level: each of the 16 pairs (`z`, `z + 16`) is mixed, and lands in two places that stand 2^LEVEL apart.
#[inline(always)]
fn level<const LEVEL: usize>(x: &[u8; 32]) -> [u8; 32] {
    let mut out = [0; 32];
    for z in 0..16 {
        let (low, high) = (x[z], x[z + 16]);
        let first = lookup(high, low);
        let at = (z >> LEVEL << (LEVEL + 1)) + (z & ((1 << LEVEL) - 1));
        out[at] = first;
        out[at + (1 << LEVEL)] = lookup(first, high);
    }
    out
}

#[inline(always)]
fn lookup(a: u8, b: u8) -> u8 {
    TABLE_0[usize::from(TABLE_1[usize::from(a)] ^ b)]
}

/// Bit `n` of the result, the lowest bit of the first byte being bit 0, is bit `19 n + 19 mod 256`.
///
/// With n = 8 i + j that is bit `3 j + 3 mod 8` of byte `19 i + (19 j + 19) / 8 mod 32`. So the bytes are laid out in
/// steps of 19, and bit `j` of all 16 bytes is cut out of 16 neighbours at once.
fn chosen(x: &[u8; 32]) -> [u8; 16] {
    let steps: [u8; 48] = std::array::from_fn(|i| x[19 * i % 32]);
    let mut out = 0;
    for j in 0..8 {
        // 27 is the inverse of 19 modulo 32: where the first byte stands in the new order.
        let start = 27 * ((19 * j + 19) / 8) % 32;
        let bytes = u128::from_le_bytes(std::array::from_fn(|i| steps[start + i]));
        let bit = (3 * j + 3) % 8;
        out |= (bytes >> bit & u128::from_le_bytes([1; 16])) << j;
    }
    out.to_le_bytes()
}
