use super::{Carrier, ContactError, carrier, id, kept, signature};
use crate::{Kiosk, keys::KeyName};
use ::report::{KioskId, Register, Registered, Registration};
use account::wire::Bytes;
use model::UnixTime;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    pub(super) cloud: String,
    /// Whether it proves itself under roots that lie in the data folder.
    #[serde(default)]
    pub(super) own_roots: bool,
    pub(super) at: u64,
}

/// Which cloud.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// `https://HOST[:PORT]`.
    pub cloud: &'a str,
    /// The roots under which it proves itself, PEM; without, those of web servers.
    pub roots: Option<&'a [u8]>,
}

/// [`register`] over the network. Roots that are given are kept in the data folder.
///
/// # Errors
/// [`ContactError`]
pub async fn register_at(
    kiosk: &Kiosk,
    at: &At<'_>,
    token: &Zeroizing<String>,
    now: UnixTime,
) -> Result<KioskId, ContactError> {
    if let Some(pem) = at.roots {
        store::files::write_atomic(&carrier::roots(kiosk), pem)
            .map_err(|error| ContactError::Store(store::Error::Io(error.to_string())))?;
    }
    let mut carrier = carrier::to(kiosk, at.cloud, at.roots.is_some())?;
    register(kiosk, &mut carrier, at, token, now).await
}

/// Makes the kiosk known at its cloud, by a token that the cloud's administrator made. Makes its report key, if it has none. The same again is fine.
///
/// # Errors
/// [`ContactError`]
pub async fn register(
    kiosk: &Kiosk,
    carrier: &mut dyn Carrier,
    at: &At<'_>,
    token: &Zeroizing<String>,
    now: UnixTime,
) -> Result<KioskId, ContactError> {
    let key = kiosk.keys.ensure(KeyName::Report)?;
    let (name, address) = (kiosk.settings.name.clone(), kiosk.settings.smdp_address.clone());
    let registration = Registration { key: Bytes::from(key), name, address };
    let registration = registration.sign(|message| signature(kiosk, message))?;
    let ask = Register { token: token.trim().to_owned(), registration };
    let answer = carrier.post("/v1/kiosks", serde_json::to_vec(&ask).map_err(|_| ContactError::Unreadable)?).await?;
    if !(200..300).contains(&answer.status) {
        return Err(ContactError::refused(answer.status, &answer.body));
    }
    let known: Registered = serde_json::from_slice(&answer.body).map_err(|_| ContactError::Unreadable)?;
    if known.kiosk != id(kiosk)? {
        return Err(ContactError::Unreadable);
    }
    let kept = Known { cloud: at.cloud.to_owned(), own_roots: at.roots.is_some(), at: now.0 };
    kiosk.store.write_now::<_, store::Error, _>(move |tx| Ok(kept::write(tx, kept::REGISTERED, &kept)?))?;
    Ok(known.kiosk)
}
