//! Writes the Kotlin and Swift of the phones' surface (`bindings/ffi`): `scripts/bindings`.
//!
//! A program of its own, so that the library that phones load has nothing of the generator.

fn main() {
    uniffi::uniffi_bindgen_main();
}
