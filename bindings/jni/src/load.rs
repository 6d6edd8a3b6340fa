use crate::{classes, panics, process, threads};
use jni::{
    Env, EnvUnowned, JavaVM, Outcome,
    errors::{Error, ThrowRuntimeExAndDefault},
    objects::{JObject, JString},
    sys::{JNI_ERR, JNI_VERSION_1_6, jboolean, jint},
};
use std::{ffi::c_void, ptr::NonNull};

/// Called by `System.loadLibrary`, on the thread that loads: keeps the VM and the class loader, and has panics told.
///
/// # Safety
///
/// `vm` is the VM that loads the library, as the JNI specification ("The Invocation API") promises.
// SAFETY: no other symbol of this name is linked into this library: `landfall-ffi` has none.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn JNI_OnLoad(vm: *mut jni::sys::JavaVM, _reserved: *mut c_void) -> jint {
    panics::tell();
    let Some(vm) = NonNull::new(vm) else { return JNI_ERR };
    // SAFETY: not null, as was just seen, and a VM of at least JNI 1.4: the caller's promise; no VM of this century is older.
    let vm = unsafe { JavaVM::from_raw(vm.as_ptr()) };
    // A panic must not unwind into Java.
    let kept = std::panic::catch_unwind(|| vm.attach_current_thread(classes::keep));
    threads::tell();
    match kept {
        Ok(Ok(())) => JNI_VERSION_1_6,
        Ok(Err(_)) | Err(_) => JNI_ERR,
    }
}

/// `LandfallNative.setUp(context)`: on Android what [`process::set_up`] does with the app's `Context`; elsewhere nothing is needed.
///
/// Throws a `RuntimeException` that says what failed.
// SAFETY: the name is that of one native method, and no other symbol has it.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_app_landfall_sdk_LandfallNative_setUp<'caller>(
    mut env: EnvUnowned<'caller>,
    _this: JObject<'caller>,
    context: JObject<'caller>,
) {
    env.with_env(|env| process::set_up(env, context)).resolve::<ThrowRuntimeExAndDefault>();
}

/// `LandfallNative.reaches(name)`: whether a thread that Java did not start finds the app's class `name` (with dots), as Bluetooth's must.
// SAFETY: as above.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_app_landfall_sdk_LandfallNative_reaches<'caller>(
    mut env: EnvUnowned<'caller>,
    _this: JObject<'caller>,
    name: JString<'caller>,
) -> jboolean {
    let found = env.with_env(|env| {
        let name = name.try_to_string(env)?;
        let vm = env.get_java_vm()?;
        // No thread of Java's: it is attached, and its own class loader is the system's.
        let asked = std::thread::spawn(move || {
            vm.attach_current_thread(|env: &mut Env<'_>| classes::load(env, &name).map(|_| ())).is_ok()
        });
        Ok::<_, Error>(asked.join().unwrap_or(false))
    });
    match found.into_outcome() {
        Outcome::Ok(found) => found,
        Outcome::Err(_) | Outcome::Panic(_) => false,
    }
}
