use jni::{
    Env,
    errors::Error,
    jni_str,
    objects::{JClass, JClassLoader, LoaderContext},
    refs::Global,
    strings::JNIString,
};
use once_cell::sync::OnceCell;

/// The class by which the app's loader is found.
const OWN: &jni::strings::JNIStr = jni_str!("app/landfall/sdk/LandfallNative");

static LOADER: OnceCell<Global<JClassLoader<'static>>> = OnceCell::new();

/// Keeps the class loader of the app. Only while `JNI_OnLoad` runs does `FindClass` ask the loader that loads this library.
///
/// # Errors
///
/// If `LandfallNative` is not there: R8 has taken it out, or something else than it loads the library.
pub(crate) fn keep(env: &mut Env<'_>) -> Result<(), Error> {
    LOADER.get_or_try_init(|| {
        let own = env.find_class(OWN)?;
        let loader = own.get_class_loader(env)?;
        env.new_global_ref(loader)
    })?;
    Ok(())
}

/// The app's class `name`, with dots, from whatever thread.
///
/// # Errors
///
/// If there is none.
pub(crate) fn load<'local>(env: &mut Env<'local>, name: &str) -> Result<JClass<'local>, Error> {
    let loader = LOADER.get().ok_or(Error::UninitializedJavaVM)?;
    LoaderContext::Loader(loader).load_class(env, JNIString::from(name), false)
}
