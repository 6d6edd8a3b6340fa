//! libosmocore's `osmo_auth_gen_vec` (Debian: `libosmocore-dev`), looked up when the benches are built.

/// How the peer is named in a report.
pub const NAME: &str = "libosmocore osmo_auth_gen_vec";

/// What the peer gives for a 3G challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vector {
    /// AUTN.
    pub autn: [u8; 16],
    /// RES.
    pub res: [u8; 8],
    /// CK.
    pub ck: [u8; 16],
    /// IK.
    pub ik: [u8; 16],
}

/// The linked library; there is none if it was not installed when the benches were built.
#[derive(Debug, Clone, Copy)]
pub struct Libosmocore(());

/// The library, if it is linked.
#[must_use]
pub const fn linked() -> Option<Libosmocore> {
    if cfg!(peer_libosmocore) { Some(Libosmocore(())) } else { None }
}

#[cfg(peer_libosmocore)]
#[expect(unsafe_code, reason = "calls the C peer that a figure is held against")]
mod calls {
    use super::{Libosmocore, Vector};

    unsafe extern "C" {
        fn landfall_osmo_milenage(
            k: *const u8,
            opc: *const u8,
            sqn: u64,
            amf: *const u8,
            rand: *const u8,
            out: *mut u8,
        ) -> i32;
        fn landfall_osmo_comp128(version: i32, ki: *const u8, rand: *const u8, out: *mut u8) -> i32;
    }

    impl Libosmocore {
        /// A MILENAGE vector.
        #[must_use]
        pub fn milenage(self, k: &[u8; 16], opc: &[u8; 16], sqn: u64, amf: [u8; 2], rand: &[u8; 16]) -> Vector {
            let mut out = [0; 68];
            // SAFETY: the shim reads 16, 16, 2 and 16 bytes and writes 68, as the arrays have.
            let result = unsafe {
                landfall_osmo_milenage(k.as_ptr(), opc.as_ptr(), sqn, amf.as_ptr(), rand.as_ptr(), out.as_mut_ptr())
            };
            assert_eq!(result, 0, "the peer makes a vector");
            Vector { autn: cut(&out, 0), res: cut(&out, 16), ck: cut(&out, 24), ik: cut(&out, 40) }
        }

        /// SRES and Kc by COMP128 of `version` 1, 2 or 3.
        #[must_use]
        pub fn comp128(self, version: i32, ki: &[u8; 16], rand: &[u8; 16]) -> ([u8; 4], [u8; 8]) {
            let mut out = [0; 12];
            // SAFETY: the shim reads 16 and 16 bytes and writes 12, as the arrays have.
            let result = unsafe { landfall_osmo_comp128(version, ki.as_ptr(), rand.as_ptr(), out.as_mut_ptr()) };
            assert_eq!(result, 0, "the peer makes a triplet");
            (cut(&out, 0), cut(&out, 4))
        }
    }

    fn cut<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
        std::array::from_fn(|i| bytes[at + i])
    }
}

#[cfg(not(peer_libosmocore))]
mod calls {
    use super::{Libosmocore, Vector};

    impl Libosmocore {
        /// Not reached: [`linked`](super::linked) gives no library.
        #[must_use]
        pub fn milenage(self, _: &[u8; 16], _: &[u8; 16], _: u64, _: [u8; 2], _: &[u8; 16]) -> Vector {
            unreachable!("the library is not linked")
        }

        /// Not reached: [`linked`](super::linked) gives no library.
        #[must_use]
        pub fn comp128(self, _: i32, _: &[u8; 16], _: &[u8; 16]) -> ([u8; 4], [u8; 8]) {
            unreachable!("the library is not linked")
        }
    }
}
