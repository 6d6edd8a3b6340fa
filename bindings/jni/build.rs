//! Links what phones load small: equal functions once, relocations packed (Android reads them so from API 30 on, glibc from 2.36 on). Only where
//! the profile asks for size, and where the linker is LLVM's: the NDK's, and rustc's own on x86-64 Linux.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    let packed = if is("CARGO_CFG_TARGET_OS", "android") {
        "-Wl,--pack-dyn-relocs=relr"
    } else if is("TARGET", "x86_64-unknown-linux-gnu") {
        "-Wl,-z,pack-relative-relocs"
    } else {
        return;
    };
    if is("OPT_LEVEL", "s") || is("OPT_LEVEL", "z") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,--icf=all");
        println!("cargo::rustc-cdylib-link-arg={packed}");
    }
}
