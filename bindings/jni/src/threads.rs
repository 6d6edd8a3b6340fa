use jni::{
    JavaVM,
    sys::{JNI_VERSION_1_6, JavaVMAttachArgs},
};
use landfall_ffi::Threads;
use std::{ffi::c_void, ptr};

/// Has each thread of the core known to the VM from its beginning to its end. JNA makes a thread known for one call and forgets it then: a `Thread`
/// for every answer that Kotlin waits for and every port that is asked.
pub(crate) fn tell() {
    landfall_ffi::set_threads(Threads { begin: attach, end: detach });
}

/// As a daemon: a program that has done its work ends, whether these threads do or not. One that can't be attached is left to JNA.
fn attach() {
    let Ok(vm) = JavaVM::singleton() else { return };
    let vm = vm.get_raw();
    let mut name = *b"landfall\0";
    let mut args =
        JavaVMAttachArgs { version: JNI_VERSION_1_6, name: name.as_mut_ptr().cast(), group: ptr::null_mut() };
    let mut env: *mut c_void = ptr::null_mut();
    // SAFETY: `vm` is the VM that loaded this library, which stays until the process ends; the arguments outlive the call, which copies the name.
    unsafe {
        ((**vm).v1_4.AttachCurrentThreadAsDaemon)(vm, &raw mut env, (&raw mut args).cast());
    }
}

/// A thread that ends while the VM knows it would end the app on Android.
fn detach() {
    let Ok(vm) = JavaVM::singleton() else { return };
    let vm = vm.get_raw();
    // SAFETY: as above; no frame of Java's is on this thread, which returns from its last work. For one that is not attached it does nothing.
    unsafe {
        ((**vm).v1_4.DetachCurrentThread)(vm);
    }
}
