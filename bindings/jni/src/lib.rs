//! What UniFFI can't do on Android: the one library that an app loads, and what has to be set up in its process.
//!
//! Law: `unsafe` is here and nowhere else, each block with the reason why it holds; nothing panics across the border, and nothing but set-up is done.
//!
//! JNA, through which the generated Kotlin calls, never runs `JNI_OnLoad`; so the app loads this library by `System.loadLibrary` first
//! (`app.landfall.sdk.LandfallNative`), and JNA then finds the same one: all symbols of `landfall-ffi` are in it.
//!
//! - [`load`]: `JNI_OnLoad`, and the native methods of `LandfallNative`
//! - [`classes`]: the class loader that knows the app's classes, for threads that Java did not start
//! - [`process`]: what an Android process needs: Bluetooth's Java side, the system's TLS verifier
//! - [`threads`]: the core's own threads, which the VM knows for as long as they live
//! - [`panics`]: a panic is told to the log before it is caught
//!
//! `jni` is the way into Java; `once_cell` keeps what is found once, and tells if it can't be.

mod classes;
mod load;
mod panics;
mod process;
mod threads;

landfall_ffi::uniffi_reexport_scaffolding!();
