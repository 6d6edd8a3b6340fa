//! Links what phones load small: equal functions once, relocations packed (every Android from 11 on and glibc from 2.36 on reads them so).
//! Only where the profile asks for size, and where the linker is LLVM's: the NDK's, and rustc's own on x86-64 Linux.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, values: &[&str]| env::var(name).is_ok_and(|value| values.contains(&&*value));
    let android = is("CARGO_CFG_TARGET_OS", &["android"]);
    let linux = is("TARGET", &["x86_64-unknown-linux-gnu"]);
    if is("OPT_LEVEL", &["s", "z"]) && (android || linux) {
        println!("cargo::rustc-cdylib-link-arg=-Wl,--icf=all");
        println!("cargo::rustc-cdylib-link-arg=-Wl,--pack-dyn-relocs=relr");
    }
}
