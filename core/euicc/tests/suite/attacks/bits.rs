//! Flipped and cut packages: counted by what refused them.

use crate::harness::{
    Disk, Operator, Phone, Shop, fetch, loaded,
    lpa::{pieces, reason},
    profiles::{self, metadata},
};
use rsp::notification::{ErrorReason as Reason, FinalResult};
use std::collections::BTreeMap;

/// A phone with a prepared download that can be put back to where it was.
struct Target {
    phone: Phone,
    before: Disk,
    pieces: Vec<Vec<u8>>,
}

impl Target {
    fn new() -> Self {
        let operator = Operator::new();
        let (mut phone, mut shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
        let pieces = pieces(&fetch(&mut phone, &mut shop).bound_profile_package);
        Self { before: phone.disk.clone(), phone, pieces }
    }

    /// Loads `pieces` and puts everything back. The reason why it was refused; the card's status word if it took no piece
    /// of it for one.
    fn load(&mut self, pieces: &[Vec<u8>]) -> Result<Reason, u16> {
        let result = loaded(&mut self.phone, pieces);
        assert_eq!(self.phone.disk.scan(uicc::profile::TABLE, &[]), [], "nothing was installed");
        self.phone.disk = self.before.clone();
        self.phone.restart();
        result.map(|result| reason(&result).expect("refused"))
    }
}

// R: F1
#[test]
fn every_bit_of_the_short_pieces_counts() {
    let mut target = Target::new();
    let good = target.pieces.clone();
    let mut counts: BTreeMap<Result<u64, u16>, usize> = BTreeMap::new();
    // The secure channel, ConfigureISDP, the headers of both sections and StoreMetadata.
    for piece in 0..5 {
        for bit in 0..good[piece].len() * 8 {
            let mut pieces = good.clone();
            pieces[piece][bit / 8] ^= 1 << (bit % 8);
            // A shorter length in a header lets the package end early, a longer one never: then no result comes.
            if cut_short(&pieces) {
                continue;
            }
            let refused = target.load(&pieces).map(Reason::code);
            *counts.entry(refused).or_default() += 1;
        }
    }
    let by = |reason: Reason| counts.get(&Ok(reason.code())).copied().unwrap_or_default();
    // Most of a secure channel's bits are signed; the rest of them is under a MAC, or is structure.
    assert!(by(Reason::InvalidSignature) > 700, "{counts:?}");
    assert!(by(Reason::Scp03tSecurityError) > 300, "{counts:?}");
    assert!(by(Reason::Scp03tStructureError) > 20, "{counts:?}");
    assert!(counts.values().sum::<usize>() > 1_500, "{counts:?}");
}

/// Whether the outer lengths no longer add up to what is sent, so that the card would wait for more.
fn cut_short(pieces: &[Vec<u8>]) -> bool {
    let whole = pieces.concat();
    let Ok(Some(package)) = tlv::Reader::new(&whole).next() else { return true };
    package.raw.len() != whole.len()
}

// R: F1
#[test]
fn random_bits_of_the_long_pieces() {
    let mut target = Target::new();
    let good = target.pieces.clone();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut counts: BTreeMap<Result<u64, u16>, usize> = BTreeMap::new();
    for _ in 0..500 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let piece = 5 + (seed >> 33) as usize % (good.len() - 5);
        let bit = 32 + (seed >> 11) as usize % (good[piece].len() * 8 - 32);
        let mut pieces = good.clone();
        pieces[piece][bit / 8] ^= 1 << (bit % 8);
        *counts.entry(target.load(&pieces).map(Reason::code)).or_default() += 1;
    }
    assert_eq!(counts, BTreeMap::from([(Ok(Reason::Scp03tSecurityError.code()), 500)]));
}

// R: F1
#[test]
fn a_package_without_its_last_segments_is_no_profile() {
    let mut target = Target::new();
    let good = target.pieces.clone();
    for kept in 5..good.len() {
        // No segment says how many there are: the lengths around them can be made to agree.
        let mut pieces = good[..kept].to_vec();
        let profile: usize = pieces[5..].iter().map(Vec::len).sum();
        pieces[4] = vec![0xA3];
        tlv::write_length(profile, &mut pieces[4]);
        let head = tlv::parse_one(&pieces[0][tlv_header(&pieces[0])..], 0xBF23).expect("BF23").raw.to_vec();
        let body = head.len() + pieces[1..].iter().map(Vec::len).sum::<usize>();
        pieces[0] = vec![0xBF, 0x36];
        tlv::write_length(body, &mut pieces[0]);
        pieces[0].extend(head);
        // The profile package has an end of its own.
        assert_eq!(target.load(&pieces), Ok(Reason::InstallFailedDueToPeProcessingError), "{kept} pieces");
    }
    assert!(matches!(loaded(&mut target.phone, &good), Ok(FinalResult::Success { .. })));
}

/// Bytes of BF36's tag and length.
fn tlv_header(piece: &[u8]) -> usize {
    match piece[2] {
        0x81 => 4,
        0x82 => 5,
        0x83 => 6,
        _ => 3,
    }
}
