use super::{Carrier, ContactError, id, kept, signature};
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
    pub(super) at: u64,
}

/// Makes the kiosk known at its cloud, by a token that the cloud's administrator made. Makes its report key, if it has none. The same again is fine.
///
/// # Errors
/// [`ContactError`]
pub async fn register(
    kiosk: &Kiosk,
    carrier: &mut dyn Carrier,
    cloud: &str,
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
    let kept = Known { cloud: cloud.to_owned(), at: now.0 };
    kiosk.store.write::<_, store::Error, _>(move |tx| Ok(kept::write(tx, kept::REGISTERED, &kept)?)).wait()?;
    Ok(known.kiosk)
}
