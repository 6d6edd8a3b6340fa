//! Writes the Kotlin and Swift of this crate's surface: `make bindings`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
