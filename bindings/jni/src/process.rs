use jni::{Env, errors::Error, objects::JObject};

/// Sets up what an Android process needs, with the app's `Context`: Bluetooth's Java side, and the system's verifier of TLS certificates. May be
/// called again.
///
/// # Errors
///
/// What Java threw: a class that R8 has taken out, or a context that is none.
#[cfg(target_os = "android")]
pub(crate) fn set_up(env: &mut Env<'_>, context: JObject<'_>) -> Result<(), Error> {
    rustls_platform_verifier::android::init_with_env(env, context)?;
    if let Err(error) = btleplug::platform::init(env) {
        // A phone without Bluetooth has its other links.
        tracing::warn!(target: "landfall::jni", %error, "there is no Bluetooth");
    }
    Ok(())
}

/// Nothing is needed elsewhere.
#[cfg(not(target_os = "android"))]
pub(crate) fn set_up(_env: &mut Env<'_>, _context: JObject<'_>) -> Result<(), Error> {
    Ok(())
}
