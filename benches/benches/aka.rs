//! Authentication vectors a second, beside libosmocore's `osmo_auth_gen_vec`. Both sides get the keys as bytes for
//! each vector, as a subscriber database does whose subscribers come one after the other.

use landfall_benches::{
    Report, ReportError, Unit, measure,
    peer::libosmocore::{self, Libosmocore},
};
use std::hint::black_box;
use uicc::aka::{
    Aka,
    comp128::{Comp128, Version},
    milenage::Milenage,
};

const AMF: [u8; 2] = [0x80, 0];

fn main() -> Result<(), ReportError> {
    let peer = libosmocore::linked();
    let mut report = Report::new("aka");
    milenage(&mut report, peer);
    comp128(&mut report, peer, "aka.comp128v1", Version::V1, 1);
    comp128(&mut report, peer, "aka.comp128v3", Version::V3, 3);
    report.write()
}

/// Measures `ours`, and `theirs` where the peer is linked, on challenges that change from one to the next.
fn compare(report: &mut Report, name: &str, mut ours: impl FnMut(&[u8; 16]), theirs: Option<impl FnMut(&[u8; 16])>) {
    let (mut rand, mut peer_rand) = ([0; 16], [0; 16]);
    let ours = || ours(black_box(next(&mut rand)));
    match theirs {
        Some(mut theirs) => {
            let (value, peer) = measure::rates(ours, || theirs(black_box(next(&mut peer_rand))));
            report.add(name, value, Unit::PerSecond, Some((libosmocore::NAME, peer)));
        }
        None => report.add(name, measure::rate(ours), Unit::PerSecond, None),
    }
}

fn next(rand: &mut [u8; 16]) -> &[u8; 16] {
    *rand = u128::from_le_bytes(*rand).wrapping_add(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).to_le_bytes();
    rand
}

fn milenage(report: &mut Report, peer: Option<Libosmocore>) {
    let (k, opc, sqn) = ([0x46; 16], [0xCD; 16], 64);
    let ours = |rand: &[u8; 16]| Aka::milenage(Milenage::new(black_box(&k), black_box(&opc))).vector(rand, sqn, &AMF);
    if let Some(peer) = peer {
        let (mine, theirs) = (ours(&k).expect("a 3G algorithm"), peer.milenage(&k, &opc, sqn, AMF, &k));
        let same = (mine.autn, &*mine.xres, &*mine.ck, &*mine.ik);
        assert_eq!(same, (theirs.autn, &theirs.res[..], &theirs.ck[..], &theirs.ik[..]), "both do the same work");
    }
    let theirs = peer.map(|peer| {
        move |rand: &[u8; 16]| {
            black_box(peer.milenage(black_box(&k), black_box(&opc), sqn, AMF, rand));
        }
    });
    let ours = |rand: &[u8; 16]| {
        black_box(ours(rand));
    };
    compare(report, "aka.milenage", ours, theirs);
}

fn comp128(report: &mut Report, peer: Option<Libosmocore>, name: &str, version: Version, number: i32) {
    let ki = [0xAA; 16];
    let ours = |rand: &[u8; 16]| Aka::comp128(Comp128::new(version, black_box(&ki))).gsm(rand);
    if let Some(peer) = peer {
        let (mine, theirs) = (ours(&ki), peer.comp128(number, &ki, &ki));
        assert_eq!((mine.sres, mine.kc), theirs, "both do the same work");
    }
    let theirs = peer.map(|peer| {
        move |rand: &[u8; 16]| {
            black_box(peer.comp128(number, black_box(&ki), rand));
        }
    });
    let ours = |rand: &[u8; 16]| {
        black_box(ours(rand));
    };
    compare(report, name, ours, theirs);
}
