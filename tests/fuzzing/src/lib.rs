//! What the fuzz targets do: one function a parser, taking any bytes.
//!
//! Law: a target is the same on every run, needs nothing but its input, and asserts more than that nothing panics: what
//! was read is written and read again, a request is executed once, an eUICC's records load.
//!
//! The functions stand here and not in `fuzz/`, so that `make test` replays the committed corpora with a stable
//! compiler (`tests/replay.rs`); `make fuzz` links them with libFuzzer. [`TARGETS`] lists them, each with valid input to
//! begin from; the binary `seeds` writes that into the corpora.

mod activation_code;
mod bpp;
mod desk;
mod es10;
mod es2;
mod es9;
mod es9_json;
mod frames;
mod handshake;
mod harbour;
mod home;
mod input;
mod keys;
mod links;
mod saip;
mod scp03t;
mod stdio;
mod stock;
mod tlv;
mod x509;

use std::path::PathBuf;

/// A parser and how it is fuzzed.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name: that of the libFuzzer target, and of the folder of its corpus.
    pub name: &'static str,
    /// Takes any bytes.
    pub run: fn(&[u8]),
    /// Gives valid input, to begin from.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every target.
pub const TARGETS: [Target; 15] = [
    Target { name: "tlv", run: tlv::tlv, seeds: tlv::seeds },
    Target { name: "es10", run: es10::es10, seeds: es10::seeds },
    Target { name: "es9", run: es9::es9, seeds: es9::seeds },
    Target { name: "bpp", run: bpp::bpp, seeds: bpp::seeds },
    Target { name: "saip", run: saip::saip, seeds: saip::seeds },
    Target { name: "x509", run: x509::x509, seeds: x509::seeds },
    Target { name: "frames", run: frames::frames, seeds: frames::seeds },
    Target { name: "handshake", run: handshake::handshake, seeds: handshake::seeds },
    Target { name: "es2", run: es2::es2, seeds: es2::seeds },
    Target { name: "stock", run: stock::stock, seeds: stock::seeds },
    Target { name: "es9_json", run: es9_json::es9_json, seeds: es9_json::seeds },
    Target { name: "stdio", run: stdio::stdio, seeds: stdio::seeds },
    Target { name: "activation_code", run: activation_code::activation_code, seeds: activation_code::seeds },
    Target { name: "links", run: links::links, seeds: links::seeds },
    Target { name: "home", run: home::home, seeds: home::seeds },
];

/// Runs the target `name`.
///
/// # Panics
/// If there is none, or `data` is too much for it: that is what is looked for.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target's name");
    (target.run)(data);
}

/// The folder of a target's corpus.
#[must_use]
pub fn corpus(target: &Target) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target.name)
}
